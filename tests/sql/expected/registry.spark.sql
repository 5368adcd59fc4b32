-- Groups the rows of the study registry that are alike in all that it reads, for
-- Spark SQL. The study file of the result: --print study
-- Kept, one group for each value: weight, height
-- Kept: sex, stage, smoker
-- Derived here: age, wait, follow_up, relapsed, nodal, progressed, both, course, noted
-- Followed here to the end: os, relapse, late
-- Still derived by the study: decade, long, advanced, heavy, log_height, age_ten, group
-- Rules checked here: born <= diagnosed <= treated, seen present, died present when cause present, stage >= II when metastases = yes
-- Left out and not checked: Patient's no.
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`sex` AS STRING)), '') AS c1, -- sex
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`Stage (UICC ``8``)` AS STRING)), '') AS c4, -- Stage (UICC `8`)
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`weight` AS STRING)), '') AS c7, -- weight
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`height` AS STRING)), '') AS c10, -- height
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`smoker` AS STRING)), '') AS c13, -- smoker
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`born` AS STRING)), '') AS c16, -- born
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`treated` AS STRING)), '') AS c20, -- treated
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`diagnosed` AS STRING)), '') AS c25, -- diagnosed
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`seen` AS STRING)), '') AS c30, -- seen
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`recurrence` AS STRING)), '') AS c35, -- recurrence
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`nodes` AS STRING)), '') AS c40, -- nodes
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`metastases` AS STRING)), '') AS c44, -- metastases
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`died` AS STRING)), '') AS c48, -- died
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`cause of death` AS STRING)), '') AS c54, -- cause of death
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`note` AS STRING)), '') AS c59, -- note
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`joined` AS STRING)), '') AS c68, -- joined
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`Patient's no.` AS STRING)), '') AS c77 -- Patient's no.
  FROM patients
),
filled AS (
  SELECT * FROM step_1
  WHERE c77 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c1 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c16 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c25 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c20 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c35 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c48 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c30 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c68 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c54 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c4 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c7 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c10 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c40 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c44 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c13 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
    OR c59 NOT IN ('NA', 'N/A', '#N/A', 'NaN', 'nan', 'NULL', 'null', '<NA>', '.')
),
step_2 AS (
  SELECT
    *,
    CASE WHEN c1 IN ('NA', '99', '-9') OR c1 RLIKE '^99[.,]0+$' OR c1 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c1 END AS c2, -- sex
    CASE WHEN c4 IN ('NA', '99', '-9') OR c4 RLIKE '^99[.,]0+$' OR c4 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c4 END AS c5, -- stage
    CASE WHEN c7 IN ('NA', '99', '-9') OR c7 RLIKE '^99[.,]0+$' OR c7 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c7 END AS c8, -- weight
    CASE WHEN c10 IN ('NA', '99', '-9') OR c10 RLIKE '^99[.,]0+$' OR c10 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c10 END AS c11, -- height
    CASE WHEN c13 IN ('NA', '99', '-9') OR c13 RLIKE '^99[.,]0+$' OR c13 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c13 END AS c14, -- smoker
    CASE WHEN c16 IN ('NA', '99', '-9') OR c16 RLIKE '^99[.,]0+$' OR c16 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c16 END AS c17, -- born
    CASE WHEN c20 IN ('NA', '99', '-9') OR c20 RLIKE '^99[.,]0+$' OR c20 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c20 END AS c21, -- treated
    CASE WHEN c25 IN ('NA', '99', '-9') OR c25 RLIKE '^99[.,]0+$' OR c25 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c25 END AS c26, -- diagnosed
    CASE WHEN c30 IN ('NA', '99', '-9') OR c30 RLIKE '^99[.,]0+$' OR c30 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c30 END AS c31, -- seen
    CASE WHEN c35 IN ('NA', '99', '-9', 'never') OR c35 RLIKE '^99[.,]0+$' OR c35 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c35 END AS c36, -- recurrence
    CASE WHEN c40 IN ('NA', '99', '-9', '77') OR c40 RLIKE '^99[.,]0+$' OR c40 RLIKE '^[-]9[.,]0+$' OR c40 RLIKE '^77[.,]0+$' THEN NULL ELSE c40 END AS c41, -- nodes
    CASE WHEN c44 IN ('NA', '99', '-9') OR c44 RLIKE '^99[.,]0+$' OR c44 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c44 END AS c45, -- metastases
    CASE WHEN c48 IN ('NA', '99', '-9') OR c48 RLIKE '^99[.,]0+$' OR c48 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c48 END AS c49, -- died
    CASE WHEN c54 IN ('NA', '99', '-9') OR c54 RLIKE '^99[.,]0+$' OR c54 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c54 END AS c55, -- cause
    CASE WHEN c59 IN ('NA', '99', '-9') OR c59 RLIKE '^99[.,]0+$' OR c59 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c59 END AS c60, -- note
    CASE WHEN c68 IN ('NA', '99', '-9') OR c68 RLIKE '^99[.,]0+$' OR c68 RLIKE '^[-]9[.,]0+$' THEN NULL ELSE c68 END AS c69 -- joined
  FROM filled
),
step_3 AS (
  SELECT
    *,
    CASE WHEN c2 IN ('male', 'female') THEN c2 WHEN c2 = 'M' THEN 'male' WHEN c2 = 'F' THEN 'female' ELSE c2 END AS c3, -- sex
    CASE WHEN c5 IN ('I', 'II', 'III', 'IV') THEN c5 ELSE c5 END AS c6, -- stage
    CASE WHEN LOWER(c8) = 'nan' THEN NULL ELSE c8 END AS c9, -- weight
    CASE WHEN LOWER(c11) = 'nan' THEN NULL ELSE c11 END AS c12, -- height
    CASE WHEN c14 IN ('0', '1') THEN c14 WHEN c14 RLIKE '^0([.]0*)?$' THEN '0' WHEN c14 RLIKE '^1([.]0*)?$' THEN '1' WHEN c14 = 'false' THEN '0' WHEN c14 = 'true' THEN '1' ELSE c14 END AS c15, -- smoker
    CASE WHEN c17 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c17, 1, 10) WHEN c17 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c17, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c17, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c17, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c18, -- born
    CASE WHEN c21 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c21, 1, 10) WHEN c21 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c21, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c21, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c21, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c22, -- treated
    CASE WHEN c26 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c26, 1, 10) WHEN c26 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c26, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') WHEN c26 RLIKE '^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$' THEN regexp_extract(c26, '^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$', 3) || '-' || LPAD(regexp_extract(c26, '^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c26, '^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$', 1), 2, '0') END AS c27, -- diagnosed
    CASE WHEN c31 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c31, 1, 10) WHEN c31 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c31, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c31, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c31, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c32, -- seen
    CASE WHEN c36 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c36, 1, 10) WHEN c36 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c36, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c36, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c36, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c37, -- recurrence
    CASE WHEN c41 RLIKE '^-?[0-9]+(,[0-9]+)?$' OR c41 RLIKE '^-?[0-9]+[.]([0-9]{1,2}|[0-9]{4,})$' THEN CAST(REPLACE(c41, ',', '.') AS DOUBLE) END AS c42, -- nodes
    CASE WHEN c45 IN ('no', 'yes') THEN c45 WHEN c45 = 'false' THEN 'no' WHEN c45 = 'true' THEN 'yes' END AS c46, -- metastases
    CASE WHEN c49 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c49, 1, 10) WHEN c49 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c49, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c49, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c49, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c50, -- died
    CASE WHEN c55 IN ('tumour', 'the patient\'s heart', 'other \\ "unknown"') THEN c55 END AS c56, -- cause
    CASE WHEN c60 IS NULL THEN 'no' ELSE 'yes' END AS c61, -- noted
    CASE WHEN c69 RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?)?$' THEN SUBSTR(c69, 1, 10) WHEN c69 RLIKE '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$' THEN regexp_extract(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 1) || '-' || LPAD(regexp_extract(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 2), 2, '0') || '-' || LPAD(regexp_extract(c69, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$', 3), 2, '0') END AS c70, -- joined
    CASE WHEN c5 IN ('I', 'II', 'III', 'IV') THEN c5 END AS c76 -- stage
  FROM step_2
),
step_4 AS (
  SELECT
    *,
    CASE WHEN c18 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c18 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c18 END AS c19, -- born
    CASE WHEN c22 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c22 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c22 END AS c23, -- treated
    CASE WHEN c27 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c27 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c27 END AS c28, -- diagnosed
    CASE WHEN c32 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c32 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c32 END AS c33, -- seen
    CASE WHEN c37 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c37 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c37 END AS c38, -- recurrence
    CASE WHEN c42 IS NULL THEN NULL WHEN c42 < CAST('1' AS DOUBLE) THEN 'below 1' WHEN c42 < CAST('4' AS DOUBLE) THEN '1 to below 4' ELSE '4 or above' END AS c43, -- nodal
    CASE WHEN c50 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c50 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c50 END AS c51, -- died
    CASE WHEN c56 IS NULL THEN NULL WHEN c56 IN ('tumour') THEN 'yes' ELSE 'no' END AS c57, -- of_tumour
    CASE WHEN c70 RLIKE '^[12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$' OR c70 RLIKE '^([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)-02-29$' THEN c70 END AS c71 -- joined
  FROM step_3
),
step_5 AS (
  SELECT
    *,
    CAST(SUBSTR(c23, 1, 4) AS INTEGER) - CAST(SUBSTR(c19, 1, 4) AS INTEGER) - CASE WHEN SUBSTR(c23, 6, 5) < SUBSTR(c19, 6, 5) THEN 1 ELSE 0 END AS c24, -- age
    datediff(CAST(c23 AS DATE), CAST(c28 AS DATE)) AS c29, -- wait
    datediff(CAST(c33 AS DATE), CAST(c23 AS DATE)) AS c34, -- follow_up, in days
    CASE WHEN c38 IS NULL THEN 'no' ELSE 'yes' END AS c39, -- relapsed
    CASE WHEN c51 IS NULL THEN 'no' ELSE 'yes' END AS c52, -- dead
    c51 AS c62, -- os, first event
    LEAST(c38, c51) AS c65, -- relapse, first event
    LEAST(c51, c38) AS c72, -- late, first event
    CASE WHEN c17 IS NOT NULL AND c19 IS NULL THEN 'born is not read by the query as a date' WHEN c19 < '1900-01-01' OR c19 > '2010-12-31' THEN 'born is outside its range' WHEN c21 IS NOT NULL AND c23 IS NULL THEN 'treated is not read by the query as a date' WHEN c26 IS NOT NULL AND c28 IS NULL THEN 'diagnosed is not read by the query as a date' WHEN c31 IS NOT NULL AND c33 IS NULL THEN 'seen is not read by the query as a date' WHEN c36 IS NOT NULL AND c38 IS NULL THEN 'recurrence is not read by the query as a date' WHEN c41 IS NOT NULL AND c42 IS NULL AND LOWER(c41) <> 'nan' THEN 'nodes is not read by the query as a number' WHEN c42 < 0 OR c42 <> FLOOR(c42) THEN 'nodes is not a whole number from 0' WHEN c45 IS NOT NULL AND c46 IS NULL THEN 'metastases is not read by the query as one of its levels' WHEN c49 IS NOT NULL AND c51 IS NULL THEN 'died is not read by the query as a date' WHEN c55 IS NOT NULL AND c56 IS NULL THEN 'cause is not read by the query as one of its levels' WHEN c51 < c23 THEN 'died is before treated' WHEN c33 < c51 THEN 'seen is before died' WHEN c33 < c23 THEN 'seen is before treated' WHEN c38 < c23 THEN 'recurrence is before treated' WHEN c33 < c38 THEN 'seen is before recurrence' WHEN c51 < c23 THEN 'died is before treated' WHEN c33 < c51 THEN 'seen is before died' WHEN c33 < c23 THEN 'seen is before treated' WHEN c51 < c28 THEN 'died is before diagnosed' WHEN c38 < c28 THEN 'recurrence is before diagnosed' WHEN c33 < c28 THEN 'seen is before diagnosed' WHEN c69 IS NOT NULL AND c71 IS NULL THEN 'joined is not read by the query as a date' WHEN (NOT (c19 <= c28) OR NOT (c19 <= c23) OR NOT (c28 <= c23)) THEN 'the row breaks the rule born <= diagnosed <= treated' WHEN (NOT (c33 IS NOT NULL)) THEN 'the row breaks the rule seen present' WHEN (c56 IS NOT NULL) AND (NOT (c51 IS NOT NULL)) THEN 'the row breaks the rule died present when cause present' WHEN c5 IS NOT NULL AND c76 IS NULL THEN 'stage is not read by the query as one of its levels' WHEN (c46 = 'yes') AND (NOT (CASE c76 WHEN 'I' THEN 0 WHEN 'II' THEN 1 WHEN 'III' THEN 2 WHEN 'IV' THEN 3 END >= 1)) THEN 'the row breaks the rule stage >= II when metastases = yes' END AS c78 -- what is wrong with the row
  FROM step_4
),
step_6 AS (
  SELECT
    *,
    CASE WHEN c39 = 'yes' OR c46 = 'yes' THEN 'yes' WHEN (c39 = 'yes' OR c46 = 'yes') IS NULL THEN NULL ELSE 'no' END AS c47, -- progressed
    CASE WHEN c39 = 'yes' AND c52 = 'yes' THEN 'yes' WHEN (c39 = 'yes' AND c52 = 'yes') IS NULL THEN NULL ELSE 'no' END AS c53, -- both
    CASE WHEN c39 = 'yes' AND c52 = 'yes' THEN 'both' WHEN (c39 = 'yes' AND c52 = 'yes') IS NULL THEN NULL WHEN (TRUE) AND (c57 = 'yes') THEN 'of tumour' WHEN ((TRUE) AND (c57 = 'yes')) IS NULL THEN NULL WHEN c52 = 'yes' THEN 'dead' WHEN (c52 = 'yes') IS NULL THEN NULL WHEN TRUE THEN 'neither' WHEN (TRUE) IS NULL THEN NULL END AS c58, -- course
    CASE WHEN c23 IS NOT NULL AND COALESCE(c62, c33) IS NOT NULL THEN datediff(CAST(COALESCE(c62, c33) AS DATE), CAST(c23 AS DATE)) END AS c63, -- os, days
    CASE WHEN NOT (c23 IS NOT NULL AND COALESCE(c62, c33) IS NOT NULL) THEN NULL WHEN c51 = c62 THEN 'event' ELSE 'censored' END AS c64, -- os, end
    CASE WHEN c23 IS NOT NULL AND COALESCE(c65, c33) IS NOT NULL THEN datediff(CAST(COALESCE(c65, c33) AS DATE), CAST(c23 AS DATE)) END AS c66, -- relapse, days
    CASE WHEN NOT (c23 IS NOT NULL AND COALESCE(c65, c33) IS NOT NULL) THEN NULL WHEN c38 = c65 THEN 'event' WHEN c51 = c65 THEN 'died' ELSE 'censored' END AS c67, -- relapse, end
    CASE WHEN c28 IS NOT NULL AND COALESCE(c72, c33) IS NOT NULL AND c71 IS NOT NULL THEN datediff(CAST(COALESCE(c72, c33) AS DATE), CAST(c28 AS DATE)) END AS c73, -- late, days
    CASE WHEN NOT (c28 IS NOT NULL AND COALESCE(c72, c33) IS NOT NULL AND c71 IS NOT NULL) THEN NULL WHEN c51 = c72 THEN 'event' WHEN c38 = c72 THEN 'event' ELSE 'censored' END AS c74, -- late, end
    CASE WHEN c28 IS NOT NULL AND COALESCE(c72, c33) IS NOT NULL AND c71 IS NOT NULL THEN datediff(CAST(c71 AS DATE), CAST(c28 AS DATE)) END AS c75 -- late, entry
  FROM step_5
)
SELECT
  CASE WHEN c78 IS NULL THEN c3 END AS `sex`,
  CASE WHEN c78 IS NULL THEN c6 END AS `stage`,
  CASE WHEN c78 IS NULL THEN c9 END AS `weight`,
  CASE WHEN c78 IS NULL THEN c12 END AS `height`,
  CASE WHEN c78 IS NULL THEN c15 END AS `smoker`,
  CASE WHEN c78 IS NULL THEN CAST(c24 AS STRING) END AS `age`,
  CASE WHEN c78 IS NULL THEN CAST(c29 AS STRING) END AS `wait`,
  CASE WHEN c78 IS NULL THEN CAST(c34 AS STRING) END AS `follow_up_days`,
  CASE WHEN c78 IS NULL THEN c39 END AS `relapsed`,
  CASE WHEN c78 IS NULL THEN c43 END AS `nodal`,
  CASE WHEN c78 IS NULL THEN c47 END AS `progressed`,
  CASE WHEN c78 IS NULL THEN c53 END AS `both`,
  CASE WHEN c78 IS NULL THEN c58 END AS `course`,
  CASE WHEN c78 IS NULL THEN c61 END AS `noted`,
  CASE WHEN c78 IS NULL THEN CAST(c63 AS STRING) END AS `os_days`,
  CASE WHEN c78 IS NULL THEN c64 END AS `os_end`,
  CASE WHEN c78 IS NULL THEN CAST(c66 AS STRING) END AS `relapse_days`,
  CASE WHEN c78 IS NULL THEN c67 END AS `relapse_end`,
  CASE WHEN c78 IS NULL THEN CAST(c73 AS STRING) END AS `late_days`,
  CASE WHEN c78 IS NULL THEN c74 END AS `late_end`,
  CASE WHEN c78 IS NULL THEN CAST(c75 AS STRING) END AS `late_entry_days`,
  CASE WHEN c78 IS NULL THEN CAST(COUNT(*) AS STRING) ELSE c78 || '; rows: ' || CAST(COUNT(*) AS STRING) END AS `n`
FROM step_6
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, c78
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21
