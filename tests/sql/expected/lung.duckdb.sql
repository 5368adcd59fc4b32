-- Groups the rows of the study lung that are alike in all that it reads, for
-- DuckDB. The study file of the result: --print study
-- Kept, one group for each value: time, age, ph.karno, pat.karno, meal.cal, wt.loss
-- Kept: inst, status, sex, ph.ecog
-- Still derived by the study: sex_ecog, age_decades
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("inst" AS VARCHAR)), '') AS c1, -- inst
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("time" AS VARCHAR)), '') AS c4, -- time
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("status" AS VARCHAR)), '') AS c7, -- status
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("age" AS VARCHAR)), '') AS c10, -- age
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("sex" AS VARCHAR)), '') AS c13, -- sex
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("ph.ecog" AS VARCHAR)), '') AS c16, -- ph.ecog
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("ph.karno" AS VARCHAR)), '') AS c19, -- ph.karno
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("pat.karno" AS VARCHAR)), '') AS c22, -- pat.karno
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("meal.cal" AS VARCHAR)), '') AS c25, -- meal.cal
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("wt.loss" AS VARCHAR)), '') AS c28 -- wt.loss
  FROM patients
),
filled AS (
  SELECT * FROM step_1
  WHERE c1 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c4 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c7 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c10 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c13 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c16 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c19 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c22 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c25 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c28 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
),
step_2 AS (
  SELECT
    *,
    CASE WHEN c1 IN ('NA') THEN NULL ELSE c1 END AS c2, -- inst
    CASE WHEN c4 IN ('NA') THEN NULL ELSE c4 END AS c5, -- time
    CASE WHEN c7 IN ('NA') THEN NULL ELSE c7 END AS c8, -- status
    CASE WHEN c10 IN ('NA') THEN NULL ELSE c10 END AS c11, -- age
    CASE WHEN c13 IN ('NA') THEN NULL ELSE c13 END AS c14, -- sex
    CASE WHEN c16 IN ('NA') THEN NULL ELSE c16 END AS c17, -- ph.ecog
    CASE WHEN c19 IN ('NA') THEN NULL ELSE c19 END AS c20, -- ph.karno
    CASE WHEN c22 IN ('NA') THEN NULL ELSE c22 END AS c23, -- pat.karno
    CASE WHEN c25 IN ('NA') THEN NULL ELSE c25 END AS c26, -- meal.cal
    CASE WHEN c28 IN ('NA') THEN NULL ELSE c28 END AS c29 -- wt.loss
  FROM filled
),
step_3 AS (
  SELECT
    *,
    CASE WHEN c2 IN ('1', '2', '3', '4', '5', '6', '7', '10', '11', '12', '13', '15', '16', '21', '22', '26', '32', '33') THEN c2 WHEN regexp_matches(c2, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c2, '^2([.]0*)?$') THEN '2' WHEN regexp_matches(c2, '^3([.]0*)?$') THEN '3' WHEN regexp_matches(c2, '^4([.]0*)?$') THEN '4' WHEN regexp_matches(c2, '^5([.]0*)?$') THEN '5' WHEN regexp_matches(c2, '^6([.]0*)?$') THEN '6' WHEN regexp_matches(c2, '^7([.]0*)?$') THEN '7' WHEN regexp_matches(c2, '^10([.]0*)?$') THEN '10' WHEN regexp_matches(c2, '^11([.]0*)?$') THEN '11' WHEN regexp_matches(c2, '^12([.]0*)?$') THEN '12' WHEN regexp_matches(c2, '^13([.]0*)?$') THEN '13' WHEN regexp_matches(c2, '^15([.]0*)?$') THEN '15' WHEN regexp_matches(c2, '^16([.]0*)?$') THEN '16' WHEN regexp_matches(c2, '^21([.]0*)?$') THEN '21' WHEN regexp_matches(c2, '^22([.]0*)?$') THEN '22' WHEN regexp_matches(c2, '^26([.]0*)?$') THEN '26' WHEN regexp_matches(c2, '^32([.]0*)?$') THEN '32' WHEN regexp_matches(c2, '^33([.]0*)?$') THEN '33' ELSE c2 END AS c3, -- inst
    CASE WHEN LOWER(c5) = 'nan' THEN NULL ELSE c5 END AS c6, -- time
    CASE WHEN c8 IN ('1', '2') THEN c8 WHEN regexp_matches(c8, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c8, '^2([.]0*)?$') THEN '2' ELSE c8 END AS c9, -- status
    CASE WHEN LOWER(c11) = 'nan' THEN NULL ELSE c11 END AS c12, -- age
    CASE WHEN c14 IN ('1', '2') THEN c14 WHEN regexp_matches(c14, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c14, '^2([.]0*)?$') THEN '2' ELSE c14 END AS c15, -- sex
    CASE WHEN c17 IN ('0', '1', '2', '3') THEN c17 WHEN regexp_matches(c17, '^0([.]0*)?$') THEN '0' WHEN regexp_matches(c17, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c17, '^2([.]0*)?$') THEN '2' WHEN regexp_matches(c17, '^3([.]0*)?$') THEN '3' WHEN c17 = 'false' THEN '0' WHEN c17 = 'true' THEN '1' ELSE c17 END AS c18, -- ph.ecog
    CASE WHEN LOWER(c20) = 'nan' THEN NULL ELSE c20 END AS c21, -- ph.karno
    CASE WHEN LOWER(c23) = 'nan' THEN NULL ELSE c23 END AS c24, -- pat.karno
    CASE WHEN LOWER(c26) = 'nan' THEN NULL ELSE c26 END AS c27, -- meal.cal
    CASE WHEN LOWER(c29) = 'nan' THEN NULL ELSE c29 END AS c30 -- wt.loss
  FROM step_2
)
SELECT
  c3 AS "inst",
  c6 AS "time",
  c9 AS "status",
  c12 AS "age",
  c15 AS "sex",
  c18 AS "column_1",
  c21 AS "column_2",
  c24 AS "column_3",
  c27 AS "column_4",
  c30 AS "column_5",
  CAST(COUNT(*) AS VARCHAR) AS "n"
FROM step_3
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
