-- Groups the rows of the study rvlms that are alike in all that it reads, for
-- DuckDB. The study file of the result: --print study
-- Kept, one group for each value: bmi, tumor_size, operation_date, operative_time, blood_loss, transfused_units
-- Kept: sex, symptoms, asa_class, vein, ivc_segment, imaging_type, approach, transfusion, icu_admission, reconstruction, organs_resected, margin, fnclcc_grade, clavien_dindo
-- Derived here: age, hospital_stay, follow_up, local_recurrence, distant_metastasis, death
-- Followed here to the end: dfs, os
-- Still derived by the study: incomplete_margin, any_complication, major_complication, organ_resected, relapse, both_relapses, relapse_pattern
-- Rules checked here: birth_date <= diagnosis_date <= operation_date <= discharge_date, operation_date <= local_recurrence_date <= last_contact_date, operation_date <= distant_metastasis_date <= last_contact_date, discharge_date <= last_contact_date, operation_date <= death_date <= last_contact_date
-- Left out and not checked: patient_id
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("sex" AS VARCHAR)), '') AS c1, -- sex
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("bmi" AS VARCHAR)), '') AS c4, -- bmi
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("symptoms" AS VARCHAR)), '') AS c7, -- symptoms
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("asa_class" AS VARCHAR)), '') AS c10, -- asa_class
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("vein" AS VARCHAR)), '') AS c13, -- vein
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("ivc_segment" AS VARCHAR)), '') AS c16, -- ivc_segment
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("imaging_type" AS VARCHAR)), '') AS c19, -- imaging_type
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("tumor_size" AS VARCHAR)), '') AS c22, -- tumor_size
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("operation_date" AS VARCHAR)), '') AS c25, -- operation_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("approach" AS VARCHAR)), '') AS c28, -- approach
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("operative_time" AS VARCHAR)), '') AS c31, -- operative_time
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("blood_loss" AS VARCHAR)), '') AS c34, -- blood_loss
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("transfusion" AS VARCHAR)), '') AS c37, -- transfusion
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("transfused_units" AS VARCHAR)), '') AS c40, -- transfused_units
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("icu_admission" AS VARCHAR)), '') AS c43, -- icu_admission
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("reconstruction" AS VARCHAR)), '') AS c46, -- reconstruction
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("organs_resected" AS VARCHAR)), '') AS c49, -- organs_resected
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("margin" AS VARCHAR)), '') AS c52, -- margin
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("fnclcc_grade" AS VARCHAR)), '') AS c55, -- fnclcc_grade
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("clavien_dindo" AS VARCHAR)), '') AS c58, -- clavien_dindo
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("birth_date" AS VARCHAR)), '') AS c61, -- birth_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("discharge_date" AS VARCHAR)), '') AS c68, -- discharge_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("last_contact_date" AS VARCHAR)), '') AS c73, -- last_contact_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("local_recurrence_date" AS VARCHAR)), '') AS c78, -- local_recurrence_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("distant_metastasis_date" AS VARCHAR)), '') AS c83, -- distant_metastasis_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("death_date" AS VARCHAR)), '') AS c88, -- death_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("diagnosis_date" AS VARCHAR)), '') AS c99, -- diagnosis_date
    NULLIF(TRIM(BOTH chr(32) || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160) || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8206) || chr(8207) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(8288) || chr(12288) || chr(65279) || chr(65534) || chr(65535) FROM CAST("patient_id" AS VARCHAR)), '') AS c103 -- patient_id
  FROM patients
),
filled AS (
  SELECT * FROM step_1
  WHERE c103 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c1 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c61 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c4 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c7 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c10 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c13 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c16 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c19 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c22 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c99 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c25 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c28 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c31 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c34 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c37 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c40 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c43 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c46 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c49 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c52 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c55 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c58 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c68 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c78 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c83 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c88 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c73 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
),
step_2 AS (
  SELECT
    *,
    CASE WHEN c1 IN ('NA') THEN NULL ELSE c1 END AS c2, -- sex
    CASE WHEN c4 IN ('NA') THEN NULL ELSE c4 END AS c5, -- bmi
    CASE WHEN c7 IN ('NA') THEN NULL ELSE c7 END AS c8, -- symptoms
    CASE WHEN c10 IN ('NA') THEN NULL ELSE c10 END AS c11, -- asa_class
    CASE WHEN c13 IN ('NA') THEN NULL ELSE c13 END AS c14, -- vein
    CASE WHEN c16 IN ('NA') THEN NULL ELSE c16 END AS c17, -- ivc_segment
    CASE WHEN c19 IN ('NA') THEN NULL ELSE c19 END AS c20, -- imaging_type
    CASE WHEN c22 IN ('NA') THEN NULL ELSE c22 END AS c23, -- tumor_size
    CASE WHEN c25 IN ('NA') THEN NULL ELSE c25 END AS c26, -- operation_date
    CASE WHEN c28 IN ('NA') THEN NULL ELSE c28 END AS c29, -- approach
    CASE WHEN c31 IN ('NA') THEN NULL ELSE c31 END AS c32, -- operative_time
    CASE WHEN c34 IN ('NA') THEN NULL ELSE c34 END AS c35, -- blood_loss
    CASE WHEN c37 IN ('NA') THEN NULL ELSE c37 END AS c38, -- transfusion
    CASE WHEN c40 IN ('NA') THEN NULL ELSE c40 END AS c41, -- transfused_units
    CASE WHEN c43 IN ('NA') THEN NULL ELSE c43 END AS c44, -- icu_admission
    CASE WHEN c46 IN ('NA') THEN NULL ELSE c46 END AS c47, -- reconstruction
    CASE WHEN c49 IN ('NA') THEN NULL ELSE c49 END AS c50, -- organs_resected
    CASE WHEN c52 IN ('NA') THEN NULL ELSE c52 END AS c53, -- margin
    CASE WHEN c55 IN ('NA') THEN NULL ELSE c55 END AS c56, -- fnclcc_grade
    CASE WHEN c58 IN ('NA') THEN NULL ELSE c58 END AS c59, -- clavien_dindo
    CASE WHEN c61 IN ('NA') THEN NULL ELSE c61 END AS c62, -- birth_date
    CASE WHEN c68 IN ('NA') THEN NULL ELSE c68 END AS c69, -- discharge_date
    CASE WHEN c73 IN ('NA') THEN NULL ELSE c73 END AS c74, -- last_contact_date
    CASE WHEN c78 IN ('NA') THEN NULL ELSE c78 END AS c79, -- local_recurrence_date
    CASE WHEN c83 IN ('NA') THEN NULL ELSE c83 END AS c84, -- distant_metastasis_date
    CASE WHEN c88 IN ('NA') THEN NULL ELSE c88 END AS c89, -- death_date
    CASE WHEN c99 IN ('NA') THEN NULL ELSE c99 END AS c100 -- diagnosis_date
  FROM filled
),
step_3 AS (
  SELECT
    *,
    CASE WHEN c2 IN ('female', 'male') THEN c2 ELSE c2 END AS c3, -- sex
    CASE WHEN LOWER(c5) = 'nan' THEN NULL ELSE c5 END AS c6, -- bmi
    CASE WHEN c8 IN ('none', 'abdominal pain', 'palpable mass', 'leg oedema') THEN c8 ELSE c8 END AS c9, -- symptoms
    CASE WHEN c11 IN ('1', '2', '3', '4') THEN c11 WHEN regexp_matches(c11, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c11, '^2([.]0*)?$') THEN '2' WHEN regexp_matches(c11, '^3([.]0*)?$') THEN '3' WHEN regexp_matches(c11, '^4([.]0*)?$') THEN '4' ELSE c11 END AS c12, -- asa_class
    CASE WHEN c14 IN ('inferior vena cava', 'renal vein', 'gonadal vein', 'iliac vein') THEN c14 ELSE c14 END AS c15, -- vein
    CASE WHEN c17 IN ('infrarenal', 'renal', 'retrohepatic', 'not involved') THEN c17 ELSE c17 END AS c18, -- ivc_segment
    CASE WHEN c20 IN ('intraluminal', 'intermediate', 'extraluminal', 'peripheral') THEN c20 ELSE c20 END AS c21, -- imaging_type
    CASE WHEN LOWER(c23) = 'nan' THEN NULL ELSE c23 END AS c24, -- tumor_size
    CASE WHEN regexp_matches(c26, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c26, 1, 10) ELSE c26 END AS c27, -- operation_date
    CASE WHEN c29 IN ('open', 'laparoscopic', 'converted') THEN c29 ELSE c29 END AS c30, -- approach
    CASE WHEN LOWER(c32) = 'nan' THEN NULL ELSE c32 END AS c33, -- operative_time
    CASE WHEN LOWER(c35) = 'nan' THEN NULL ELSE c35 END AS c36, -- blood_loss
    CASE WHEN c38 IN ('no', 'yes') THEN c38 WHEN c38 = 'false' THEN 'no' WHEN c38 = 'true' THEN 'yes' ELSE c38 END AS c39, -- transfusion
    CASE WHEN LOWER(c41) = 'nan' THEN NULL ELSE c41 END AS c42, -- transfused_units
    CASE WHEN c44 IN ('no', 'yes') THEN c44 WHEN c44 = 'false' THEN 'no' WHEN c44 = 'true' THEN 'yes' ELSE c44 END AS c45, -- icu_admission
    CASE WHEN c47 IN ('primary repair', 'patch angioplasty', 'IVC ligation', 'none') THEN c47 ELSE c47 END AS c48, -- reconstruction
    CASE WHEN c50 IN ('none', 'kidney', 'adrenal gland', 'kidney and adrenal gland', 'liver') THEN c50 ELSE c50 END AS c51, -- organs_resected
    CASE WHEN c53 IN ('R0', 'R1', 'R2') THEN c53 ELSE c53 END AS c54, -- margin
    CASE WHEN c56 IN ('1', '2', '3') THEN c56 WHEN regexp_matches(c56, '^1([.]0*)?$') THEN '1' WHEN regexp_matches(c56, '^2([.]0*)?$') THEN '2' WHEN regexp_matches(c56, '^3([.]0*)?$') THEN '3' ELSE c56 END AS c57, -- fnclcc_grade
    CASE WHEN c59 IN ('none', 'I', 'II', 'IIIa', 'IIIb', 'IVa', 'IVb', 'V') THEN c59 ELSE c59 END AS c60, -- clavien_dindo
    CASE WHEN regexp_matches(c62, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c62, 1, 10) WHEN regexp_matches(c62, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c62, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c62, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c62, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c63, -- birth_date
    CASE WHEN regexp_matches(c26, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c26, 1, 10) WHEN regexp_matches(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c65, -- operation_date
    CASE WHEN regexp_matches(c69, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c69, 1, 10) WHEN regexp_matches(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c70, -- discharge_date
    CASE WHEN regexp_matches(c74, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c74, 1, 10) WHEN regexp_matches(c74, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c74, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c74, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c74, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c75, -- last_contact_date
    CASE WHEN regexp_matches(c79, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c79, 1, 10) WHEN regexp_matches(c79, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c79, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c79, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c79, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c80, -- local_recurrence_date
    CASE WHEN regexp_matches(c84, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c84, 1, 10) WHEN regexp_matches(c84, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c84, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c84, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c84, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c85, -- distant_metastasis_date
    CASE WHEN regexp_matches(c89, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c89, 1, 10) WHEN regexp_matches(c89, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c89, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c89, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c89, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c90, -- death_date
    CASE WHEN regexp_matches(c100, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$') THEN SUBSTR(c100, 1, 10) WHEN regexp_matches(c100, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$') THEN regexp_extract(c100, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c100, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c100, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c101 -- diagnosis_date
  FROM step_2
),
step_4 AS (
  SELECT
    *,
    CASE WHEN regexp_matches(c63, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c63, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c63 END AS c64, -- birth_date
    CASE WHEN regexp_matches(c65, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c65, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c65 END AS c66, -- operation_date
    CASE WHEN regexp_matches(c70, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c70, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c70 END AS c71, -- discharge_date
    CASE WHEN regexp_matches(c75, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c75, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c75 END AS c76, -- last_contact_date
    CASE WHEN regexp_matches(c80, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c80, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c80 END AS c81, -- local_recurrence_date
    CASE WHEN regexp_matches(c85, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c85, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c85 END AS c86, -- distant_metastasis_date
    CASE WHEN regexp_matches(c90, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c90, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c90 END AS c91, -- death_date
    CASE WHEN regexp_matches(c101, '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$') OR regexp_matches(c101, '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$') THEN c101 END AS c102 -- diagnosis_date
  FROM step_3
),
step_5 AS (
  SELECT
    *,
    CAST(SUBSTR(c66, 1, 4) AS INTEGER) - CAST(SUBSTR(c64, 1, 4) AS INTEGER) - CASE WHEN SUBSTR(c66, 6, 5) < SUBSTR(c64, 6, 5) THEN 1 ELSE 0 END AS c67, -- age
    date_diff('day', CAST(c66 AS DATE), CAST(c71 AS DATE)) AS c72, -- hospital_stay
    date_diff('day', CAST(c66 AS DATE), CAST(c76 AS DATE)) AS c77, -- follow_up, in days
    CASE WHEN c81 IS NULL THEN 'no' ELSE 'yes' END AS c82, -- local_recurrence
    CASE WHEN c86 IS NULL THEN 'no' ELSE 'yes' END AS c87, -- distant_metastasis
    CASE WHEN c91 IS NULL THEN 'no' ELSE 'yes' END AS c92, -- death
    LEAST(c81, c86, c91) AS c93, -- dfs, first event
    c91 AS c96, -- os, first event
    CASE WHEN c62 IS NOT NULL AND c64 IS NULL THEN 'birth_date is not read by the query as a date' WHEN c64 < '1920-01-01' OR c64 > '2010-12-31' THEN 'birth_date is outside its range' WHEN c26 IS NOT NULL AND c66 IS NULL THEN 'operation_date is not read by the query as a date' WHEN c66 < '2015-01-01' OR c66 > '2024-12-31' THEN 'operation_date is outside its range' WHEN c69 IS NOT NULL AND c71 IS NULL THEN 'discharge_date is not read by the query as a date' WHEN c74 IS NOT NULL AND c76 IS NULL THEN 'last_contact_date is not read by the query as a date' WHEN c79 IS NOT NULL AND c81 IS NULL THEN 'local_recurrence_date is not read by the query as a date' WHEN c84 IS NOT NULL AND c86 IS NULL THEN 'distant_metastasis_date is not read by the query as a date' WHEN c89 IS NOT NULL AND c91 IS NULL THEN 'death_date is not read by the query as a date' WHEN c81 < c66 THEN 'local_recurrence_date is before operation_date' WHEN c76 < c81 THEN 'last_contact_date is before local_recurrence_date' WHEN c86 < c66 THEN 'distant_metastasis_date is before operation_date' WHEN c76 < c86 THEN 'last_contact_date is before distant_metastasis_date' WHEN c91 < c66 THEN 'death_date is before operation_date' WHEN c76 < c91 THEN 'last_contact_date is before death_date' WHEN c76 < c66 THEN 'last_contact_date is before operation_date' WHEN c91 < c66 THEN 'death_date is before operation_date' WHEN c76 < c91 THEN 'last_contact_date is before death_date' WHEN c76 < c66 THEN 'last_contact_date is before operation_date' WHEN c100 IS NOT NULL AND c102 IS NULL THEN 'diagnosis_date is not read by the query as a date' WHEN c102 < '2010-01-01' OR c102 > '2024-12-31' THEN 'diagnosis_date is outside its range' WHEN (NOT (c64 <= c102) OR NOT (c64 <= c66) OR NOT (c64 <= c71) OR NOT (c102 <= c66) OR NOT (c102 <= c71) OR NOT (c66 <= c71)) THEN 'the row breaks the rule birth_date <= diagnosis_date <= operation_date <= discharge_date' WHEN (NOT (c66 <= c81) OR NOT (c66 <= c76) OR NOT (c81 <= c76)) THEN 'the row breaks the rule operation_date <= local_recurrence_date <= last_contact_date' WHEN (NOT (c66 <= c86) OR NOT (c66 <= c76) OR NOT (c86 <= c76)) THEN 'the row breaks the rule operation_date <= distant_metastasis_date <= last_contact_date' WHEN (NOT (c71 <= c76)) THEN 'the row breaks the rule discharge_date <= last_contact_date' WHEN (NOT (c66 <= c91) OR NOT (c66 <= c76) OR NOT (c91 <= c76)) THEN 'the row breaks the rule operation_date <= death_date <= last_contact_date' END AS c104 -- what is wrong with the row
  FROM step_4
),
step_6 AS (
  SELECT
    *,
    CASE WHEN c66 IS NOT NULL AND COALESCE(c93, c76) IS NOT NULL THEN date_diff('day', CAST(c66 AS DATE), CAST(COALESCE(c93, c76) AS DATE)) END AS c94, -- dfs, days
    CASE WHEN NOT (c66 IS NOT NULL AND COALESCE(c93, c76) IS NOT NULL) THEN NULL WHEN c81 = c93 THEN 'event' WHEN c86 = c93 THEN 'event' WHEN c91 = c93 THEN 'event' ELSE 'censored' END AS c95, -- dfs, end
    CASE WHEN c66 IS NOT NULL AND COALESCE(c96, c76) IS NOT NULL THEN date_diff('day', CAST(c66 AS DATE), CAST(COALESCE(c96, c76) AS DATE)) END AS c97, -- os, days
    CASE WHEN NOT (c66 IS NOT NULL AND COALESCE(c96, c76) IS NOT NULL) THEN NULL WHEN c91 = c96 THEN 'event' ELSE 'censored' END AS c98 -- os, end
  FROM step_5
)
SELECT
  CASE WHEN c104 IS NULL THEN c3 END AS "sex",
  CASE WHEN c104 IS NULL THEN c6 END AS "bmi",
  CASE WHEN c104 IS NULL THEN c9 END AS "symptoms",
  CASE WHEN c104 IS NULL THEN c12 END AS "asa_class",
  CASE WHEN c104 IS NULL THEN c15 END AS "vein",
  CASE WHEN c104 IS NULL THEN c18 END AS "ivc_segment",
  CASE WHEN c104 IS NULL THEN c21 END AS "imaging_type",
  CASE WHEN c104 IS NULL THEN c24 END AS "tumor_size",
  CASE WHEN c104 IS NULL THEN c27 END AS "operation_date",
  CASE WHEN c104 IS NULL THEN c30 END AS "approach",
  CASE WHEN c104 IS NULL THEN c33 END AS "operative_time",
  CASE WHEN c104 IS NULL THEN c36 END AS "blood_loss",
  CASE WHEN c104 IS NULL THEN c39 END AS "transfusion",
  CASE WHEN c104 IS NULL THEN c42 END AS "transfused_units",
  CASE WHEN c104 IS NULL THEN c45 END AS "icu_admission",
  CASE WHEN c104 IS NULL THEN c48 END AS "reconstruction",
  CASE WHEN c104 IS NULL THEN c51 END AS "organs_resected",
  CASE WHEN c104 IS NULL THEN c54 END AS "margin",
  CASE WHEN c104 IS NULL THEN c57 END AS "fnclcc_grade",
  CASE WHEN c104 IS NULL THEN c60 END AS "clavien_dindo",
  CASE WHEN c104 IS NULL THEN CAST(c67 AS VARCHAR) END AS "age",
  CASE WHEN c104 IS NULL THEN CAST(c72 AS VARCHAR) END AS "hospital_stay",
  CASE WHEN c104 IS NULL THEN CAST(c77 AS VARCHAR) END AS "follow_up_days",
  CASE WHEN c104 IS NULL THEN c82 END AS "local_recurrence",
  CASE WHEN c104 IS NULL THEN c87 END AS "distant_metastasis",
  CASE WHEN c104 IS NULL THEN c92 END AS "death",
  CASE WHEN c104 IS NULL THEN CAST(c94 AS VARCHAR) END AS "dfs_days",
  CASE WHEN c104 IS NULL THEN c95 END AS "dfs_end",
  CASE WHEN c104 IS NULL THEN CAST(c97 AS VARCHAR) END AS "os_days",
  CASE WHEN c104 IS NULL THEN c98 END AS "os_end",
  CASE WHEN c104 IS NULL THEN CAST(COUNT(*) AS VARCHAR) ELSE c104 || '; rows: ' || CAST(COUNT(*) AS VARCHAR) END AS "n"
FROM step_6
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, c104
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
