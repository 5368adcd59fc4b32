-- What cannot be seen in grouped rows. Every count should be 0; rows that are alike
-- may be those of patients who are alike.
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("trt" AS VARCHAR)), '') AS c1, -- trt
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("celltype" AS VARCHAR)), '') AS c2, -- celltype
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("time" AS VARCHAR)), '') AS c3, -- time
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("status" AS VARCHAR)), '') AS c4, -- status
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("karno" AS VARCHAR)), '') AS c5, -- karno
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("diagtime" AS VARCHAR)), '') AS c6, -- diagtime
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("age" AS VARCHAR)), '') AS c7, -- age
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("prior" AS VARCHAR)), '') AS c8 -- prior
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
    OR c8 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
)
SELECT 'the row is another''s in every column but identifiers' AS problem, COUNT(*) AS n FROM (
  SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM filled GROUP BY c1, c2, c3, c4, c5, c6, c7, c8 HAVING COUNT(*) > 1
) AS found_1
