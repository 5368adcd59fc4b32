-- What cannot be seen in grouped rows. Every count should be 0; rows that are alike
-- may be those of patients who are alike.
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("time" AS VARCHAR)), '') AS c1, -- time
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("status" AS VARCHAR)), '') AS c2, -- status
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("sex" AS VARCHAR)), '') AS c3, -- sex
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("age" AS VARCHAR)), '') AS c4, -- age
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("year" AS VARCHAR)), '') AS c5, -- year
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("thickness" AS VARCHAR)), '') AS c6, -- thickness
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("ulcer" AS VARCHAR)), '') AS c7 -- ulcer
  FROM patients
),
filled AS (
  SELECT * FROM step_1
  WHERE c1 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c2 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c3 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c4 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c5 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c6 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c7 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
)
SELECT 'the row is another''s in every column but identifiers' AS problem, COUNT(*) AS n FROM (
  SELECT c1, c2, c3, c4, c5, c6, c7 FROM filled GROUP BY c1, c2, c3, c4, c5, c6, c7 HAVING COUNT(*) > 1
) AS found_1
