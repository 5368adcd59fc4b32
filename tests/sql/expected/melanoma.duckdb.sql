-- Groups the rows of the study melanoma that are alike in all that it reads, for
-- DuckDB. The study file of the result: --print study
-- Kept, one group for each value: time, age, year, thickness
-- Kept: status, sex, ulcer
-- Still derived by the study: thickness_group, log_thickness, age_decades, died
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("time" AS VARCHAR)), '') AS c1, -- time
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("status" AS VARCHAR)), '') AS c3, -- status
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("sex" AS VARCHAR)), '') AS c5, -- sex
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("age" AS VARCHAR)), '') AS c7, -- age
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("year" AS VARCHAR)), '') AS c9, -- year
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("thickness" AS VARCHAR)), '') AS c11, -- thickness
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("ulcer" AS VARCHAR)), '') AS c13 -- ulcer
  FROM patients
),
filled AS (
  SELECT * FROM step_1
  WHERE c1 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c3 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c5 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c7 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c9 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c11 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c13 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
),
step_2 AS (
  SELECT
    *,
    CASE WHEN LOWER(c1) = 'nan' THEN NULL ELSE c1 END AS c2, -- time
    CASE WHEN c3 IN ('1', '2', '3') THEN c3 WHEN regexp_matches(c3, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c3, '^2([.]0*)?$') THEN '2' WHEN regexp_matches(c3, '^3([.]0*)?$') THEN '3' ELSE c3 END AS c4, -- status
    CASE WHEN c5 IN ('0', '1') THEN c5 WHEN regexp_matches(c5, '^0([.]0*)?$') THEN '0' WHEN regexp_matches(c5, '^1([.]0*)?$') THEN '1' WHEN c5 = 'false' THEN '0' WHEN c5 = 'true' THEN '1' ELSE c5 END AS c6, -- sex
    CASE WHEN LOWER(c7) = 'nan' THEN NULL ELSE c7 END AS c8, -- age
    CASE WHEN LOWER(c9) = 'nan' THEN NULL ELSE c9 END AS c10, -- year
    CASE WHEN LOWER(c11) = 'nan' THEN NULL ELSE c11 END AS c12, -- thickness
    CASE WHEN c13 IN ('0', '1') THEN c13 WHEN regexp_matches(c13, '^0([.]0*)?$') THEN '0' WHEN regexp_matches(c13, '^1([.]0*)?$') THEN '1' WHEN c13 = 'false' THEN '0' WHEN c13 = 'true' THEN '1' ELSE c13 END AS c14 -- ulcer
  FROM filled
)
SELECT
  c2 AS "time",
  c4 AS "status",
  c6 AS "sex",
  c8 AS "age",
  c10 AS "year",
  c12 AS "thickness",
  c14 AS "ulcer",
  CAST(COUNT(*) AS VARCHAR) AS "n"
FROM step_2
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 2, 3, 4, 5, 6, 7
