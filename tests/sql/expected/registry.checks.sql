-- What cannot be seen in grouped rows. Every count should be 0; rows that are alike
-- may be those of patients who are alike.
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("Patient's no." AS VARCHAR)), '') AS c1, -- Patient's no.
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("sex" AS VARCHAR)), '') AS c3, -- sex
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("born" AS VARCHAR)), '') AS c5, -- born
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("diagnosed" AS VARCHAR)), '') AS c7, -- diagnosed
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("treated" AS VARCHAR)), '') AS c9, -- treated
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("recurrence" AS VARCHAR)), '') AS c11, -- recurrence
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("died" AS VARCHAR)), '') AS c13, -- died
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("seen" AS VARCHAR)), '') AS c15, -- seen
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("joined" AS VARCHAR)), '') AS c17, -- joined
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("cause of death" AS VARCHAR)), '') AS c19, -- cause of death
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("Stage (UICC `8`)" AS VARCHAR)), '') AS c21, -- Stage (UICC `8`)
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("weight" AS VARCHAR)), '') AS c23, -- weight
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("height" AS VARCHAR)), '') AS c25, -- height
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("nodes" AS VARCHAR)), '') AS c27, -- nodes
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("metastases" AS VARCHAR)), '') AS c29, -- metastases
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("smoker" AS VARCHAR)), '') AS c31, -- smoker
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("note" AS VARCHAR)), '') AS c33 -- note
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
    OR c15 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c17 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c19 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c21 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c23 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c25 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c27 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c29 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c31 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c33 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
),
step_2 AS (
  SELECT
    *,
    CASE WHEN c1 IN ('NA', '99', '-9') OR regexp_matches(c1, '^99[.,]0+$') OR regexp_matches(c1, '^[-]9[.,]0+$') THEN NULL ELSE c1 END AS c2, -- Patient's no.
    CASE WHEN c3 IN ('NA', '99', '-9') OR regexp_matches(c3, '^99[.,]0+$') OR regexp_matches(c3, '^[-]9[.,]0+$') THEN NULL ELSE c3 END AS c4, -- sex
    CASE WHEN c5 IN ('NA', '99', '-9') OR regexp_matches(c5, '^99[.,]0+$') OR regexp_matches(c5, '^[-]9[.,]0+$') THEN NULL ELSE c5 END AS c6, -- born
    CASE WHEN c7 IN ('NA', '99', '-9') OR regexp_matches(c7, '^99[.,]0+$') OR regexp_matches(c7, '^[-]9[.,]0+$') THEN NULL ELSE c7 END AS c8, -- diagnosed
    CASE WHEN c9 IN ('NA', '99', '-9') OR regexp_matches(c9, '^99[.,]0+$') OR regexp_matches(c9, '^[-]9[.,]0+$') THEN NULL ELSE c9 END AS c10, -- treated
    CASE WHEN c11 IN ('NA', '99', '-9', 'never') OR regexp_matches(c11, '^99[.,]0+$') OR regexp_matches(c11, '^[-]9[.,]0+$') THEN NULL ELSE c11 END AS c12, -- recurrence
    CASE WHEN c13 IN ('NA', '99', '-9') OR regexp_matches(c13, '^99[.,]0+$') OR regexp_matches(c13, '^[-]9[.,]0+$') THEN NULL ELSE c13 END AS c14, -- died
    CASE WHEN c15 IN ('NA', '99', '-9') OR regexp_matches(c15, '^99[.,]0+$') OR regexp_matches(c15, '^[-]9[.,]0+$') THEN NULL ELSE c15 END AS c16, -- seen
    CASE WHEN c17 IN ('NA', '99', '-9') OR regexp_matches(c17, '^99[.,]0+$') OR regexp_matches(c17, '^[-]9[.,]0+$') THEN NULL ELSE c17 END AS c18, -- joined
    CASE WHEN c19 IN ('NA', '99', '-9') OR regexp_matches(c19, '^99[.,]0+$') OR regexp_matches(c19, '^[-]9[.,]0+$') THEN NULL ELSE c19 END AS c20, -- cause
    CASE WHEN c21 IN ('NA', '99', '-9') OR regexp_matches(c21, '^99[.,]0+$') OR regexp_matches(c21, '^[-]9[.,]0+$') THEN NULL ELSE c21 END AS c22, -- stage
    CASE WHEN c23 IN ('NA', '99', '-9') OR regexp_matches(c23, '^99[.,]0+$') OR regexp_matches(c23, '^[-]9[.,]0+$') THEN NULL ELSE c23 END AS c24, -- weight
    CASE WHEN c25 IN ('NA', '99', '-9') OR regexp_matches(c25, '^99[.,]0+$') OR regexp_matches(c25, '^[-]9[.,]0+$') THEN NULL ELSE c25 END AS c26, -- height
    CASE WHEN c27 IN ('NA', '99', '-9', '77') OR regexp_matches(c27, '^99[.,]0+$') OR regexp_matches(c27, '^[-]9[.,]0+$') OR regexp_matches(c27, '^77[.,]0+$') THEN NULL ELSE c27 END AS c28, -- nodes
    CASE WHEN c29 IN ('NA', '99', '-9') OR regexp_matches(c29, '^99[.,]0+$') OR regexp_matches(c29, '^[-]9[.,]0+$') THEN NULL ELSE c29 END AS c30, -- metastases
    CASE WHEN c31 IN ('NA', '99', '-9') OR regexp_matches(c31, '^99[.,]0+$') OR regexp_matches(c31, '^[-]9[.,]0+$') THEN NULL ELSE c31 END AS c32, -- smoker
    CASE WHEN c33 IN ('NA', '99', '-9') OR regexp_matches(c33, '^99[.,]0+$') OR regexp_matches(c33, '^[-]9[.,]0+$') THEN NULL ELSE c33 END AS c34 -- note
  FROM filled
)
SELECT 'Patient''s no. is missing' AS problem, COUNT(*) AS n FROM (
  SELECT c2 FROM step_2 WHERE c2 IS NULL
) AS found_1
UNION ALL
SELECT 'Patient''s no. is that of another row' AS problem, COUNT(*) AS n FROM (
  SELECT c2 FROM step_2 WHERE c2 IS NOT NULL GROUP BY c2 HAVING COUNT(*) > 1
) AS found_2
UNION ALL
SELECT 'the row is another''s in every column but identifiers' AS problem, COUNT(*) AS n FROM (
  SELECT c4, c6, c8, c10, c12, c14, c16, c18, c20, c22, c24, c26, c28, c30, c32, c34 FROM step_2 GROUP BY c4, c6, c8, c10, c12, c14, c16, c18, c20, c22, c24, c26, c28, c30, c32, c34 HAVING COUNT(*) > 1
) AS found_3
