-- What cannot be seen in grouped rows. Every count should be 0; rows that are alike
-- may be those of patients who are alike.
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("patient_id" AS VARCHAR)), '') AS c1, -- patient_id
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("sex" AS VARCHAR)), '') AS c3, -- sex
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("birth_date" AS VARCHAR)), '') AS c5, -- birth_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("bmi" AS VARCHAR)), '') AS c7, -- bmi
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("symptoms" AS VARCHAR)), '') AS c9, -- symptoms
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("asa_class" AS VARCHAR)), '') AS c11, -- asa_class
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("vein" AS VARCHAR)), '') AS c13, -- vein
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("ivc_segment" AS VARCHAR)), '') AS c15, -- ivc_segment
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("imaging_type" AS VARCHAR)), '') AS c17, -- imaging_type
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("tumor_size" AS VARCHAR)), '') AS c19, -- tumor_size
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("diagnosis_date" AS VARCHAR)), '') AS c21, -- diagnosis_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("operation_date" AS VARCHAR)), '') AS c23, -- operation_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("approach" AS VARCHAR)), '') AS c25, -- approach
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("operative_time" AS VARCHAR)), '') AS c27, -- operative_time
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("blood_loss" AS VARCHAR)), '') AS c29, -- blood_loss
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("transfusion" AS VARCHAR)), '') AS c31, -- transfusion
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("transfused_units" AS VARCHAR)), '') AS c33, -- transfused_units
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("icu_admission" AS VARCHAR)), '') AS c35, -- icu_admission
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("reconstruction" AS VARCHAR)), '') AS c37, -- reconstruction
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("organs_resected" AS VARCHAR)), '') AS c39, -- organs_resected
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("margin" AS VARCHAR)), '') AS c41, -- margin
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("fnclcc_grade" AS VARCHAR)), '') AS c43, -- fnclcc_grade
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("clavien_dindo" AS VARCHAR)), '') AS c45, -- clavien_dindo
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("discharge_date" AS VARCHAR)), '') AS c47, -- discharge_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("local_recurrence_date" AS VARCHAR)), '') AS c49, -- local_recurrence_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("distant_metastasis_date" AS VARCHAR)), '') AS c51, -- distant_metastasis_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("death_date" AS VARCHAR)), '') AS c53, -- death_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("last_contact_date" AS VARCHAR)), '') AS c55 -- last_contact_date
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
    OR c35 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c37 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c39 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c41 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c43 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c45 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c47 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c49 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c51 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c53 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c55 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
),
step_2 AS (
  SELECT
    *,
    CASE WHEN c1 IN ('NA') THEN NULL ELSE c1 END AS c2, -- patient_id
    CASE WHEN c3 IN ('NA') THEN NULL ELSE c3 END AS c4, -- sex
    CASE WHEN c5 IN ('NA') THEN NULL ELSE c5 END AS c6, -- birth_date
    CASE WHEN c7 IN ('NA') THEN NULL ELSE c7 END AS c8, -- bmi
    CASE WHEN c9 IN ('NA') THEN NULL ELSE c9 END AS c10, -- symptoms
    CASE WHEN c11 IN ('NA') THEN NULL ELSE c11 END AS c12, -- asa_class
    CASE WHEN c13 IN ('NA') THEN NULL ELSE c13 END AS c14, -- vein
    CASE WHEN c15 IN ('NA') THEN NULL ELSE c15 END AS c16, -- ivc_segment
    CASE WHEN c17 IN ('NA') THEN NULL ELSE c17 END AS c18, -- imaging_type
    CASE WHEN c19 IN ('NA') THEN NULL ELSE c19 END AS c20, -- tumor_size
    CASE WHEN c21 IN ('NA') THEN NULL ELSE c21 END AS c22, -- diagnosis_date
    CASE WHEN c23 IN ('NA') THEN NULL ELSE c23 END AS c24, -- operation_date
    CASE WHEN c25 IN ('NA') THEN NULL ELSE c25 END AS c26, -- approach
    CASE WHEN c27 IN ('NA') THEN NULL ELSE c27 END AS c28, -- operative_time
    CASE WHEN c29 IN ('NA') THEN NULL ELSE c29 END AS c30, -- blood_loss
    CASE WHEN c31 IN ('NA') THEN NULL ELSE c31 END AS c32, -- transfusion
    CASE WHEN c33 IN ('NA') THEN NULL ELSE c33 END AS c34, -- transfused_units
    CASE WHEN c35 IN ('NA') THEN NULL ELSE c35 END AS c36, -- icu_admission
    CASE WHEN c37 IN ('NA') THEN NULL ELSE c37 END AS c38, -- reconstruction
    CASE WHEN c39 IN ('NA') THEN NULL ELSE c39 END AS c40, -- organs_resected
    CASE WHEN c41 IN ('NA') THEN NULL ELSE c41 END AS c42, -- margin
    CASE WHEN c43 IN ('NA') THEN NULL ELSE c43 END AS c44, -- fnclcc_grade
    CASE WHEN c45 IN ('NA') THEN NULL ELSE c45 END AS c46, -- clavien_dindo
    CASE WHEN c47 IN ('NA') THEN NULL ELSE c47 END AS c48, -- discharge_date
    CASE WHEN c49 IN ('NA') THEN NULL ELSE c49 END AS c50, -- local_recurrence_date
    CASE WHEN c51 IN ('NA') THEN NULL ELSE c51 END AS c52, -- distant_metastasis_date
    CASE WHEN c53 IN ('NA') THEN NULL ELSE c53 END AS c54, -- death_date
    CASE WHEN c55 IN ('NA') THEN NULL ELSE c55 END AS c56 -- last_contact_date
  FROM filled
)
SELECT 'patient_id is missing' AS problem, COUNT(*) AS n FROM (
  SELECT c2 FROM step_2 WHERE c2 IS NULL
) AS found_1
UNION ALL
SELECT 'patient_id is that of another row' AS problem, COUNT(*) AS n FROM (
  SELECT c2 FROM step_2 WHERE c2 IS NOT NULL GROUP BY c2 HAVING COUNT(*) > 1
) AS found_2
UNION ALL
SELECT 'the row is another''s in every column but identifiers' AS problem, COUNT(*) AS n FROM (
  SELECT c4, c6, c8, c10, c12, c14, c16, c18, c20, c22, c24, c26, c28, c30, c32, c34, c36, c38, c40, c42, c44, c46, c48, c50, c52, c54, c56 FROM step_2 GROUP BY c4, c6, c8, c10, c12, c14, c16, c18, c20, c22, c24, c26, c28, c30, c32, c34, c36, c38, c40, c42, c44, c46, c48, c50, c52, c54, c56 HAVING COUNT(*) > 1
) AS found_3
