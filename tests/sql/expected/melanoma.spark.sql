-- Groups the rows of the study melanoma that are alike in all that it reads, for
-- Spark SQL. The study file of the result: --print study
-- Kept, one group for each value: time, age, year, thickness
-- Kept: status, sex, ulcer
-- Still derived by the study: thickness_group, log_thickness, age_decades, died
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`time` AS STRING)), '') AS c1, -- time
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`status` AS STRING)), '') AS c3, -- status
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`sex` AS STRING)), '') AS c5, -- sex
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`age` AS STRING)), '') AS c7, -- age
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`year` AS STRING)), '') AS c9, -- year
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`thickness` AS STRING)), '') AS c11, -- thickness
    NULLIF(TRIM(BOTH '\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST(`ulcer` AS STRING)), '') AS c13 -- ulcer
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
    CASE WHEN c3 IN ('1', '2', '3') THEN c3 WHEN c3 RLIKE '^1([.]0*)?$' THEN '1' WHEN c3 RLIKE '^2([.]0*)?$' THEN '2' WHEN c3 RLIKE '^3([.]0*)?$' THEN '3' ELSE c3 END AS c4, -- status
    CASE WHEN c5 IN ('0', '1') THEN c5 WHEN c5 RLIKE '^0([.]0*)?$' THEN '0' WHEN c5 RLIKE '^1([.]0*)?$' THEN '1' WHEN c5 = 'false' THEN '0' WHEN c5 = 'true' THEN '1' ELSE c5 END AS c6, -- sex
    CASE WHEN LOWER(c7) = 'nan' THEN NULL ELSE c7 END AS c8, -- age
    CASE WHEN LOWER(c9) = 'nan' THEN NULL ELSE c9 END AS c10, -- year
    CASE WHEN LOWER(c11) = 'nan' THEN NULL ELSE c11 END AS c12, -- thickness
    CASE WHEN c13 IN ('0', '1') THEN c13 WHEN c13 RLIKE '^0([.]0*)?$' THEN '0' WHEN c13 RLIKE '^1([.]0*)?$' THEN '1' WHEN c13 = 'false' THEN '0' WHEN c13 = 'true' THEN '1' ELSE c13 END AS c14 -- ulcer
  FROM filled
)
SELECT
  c2 AS `time`,
  c4 AS `status`,
  c6 AS `sex`,
  c8 AS `age`,
  c10 AS `year`,
  c12 AS `thickness`,
  c14 AS `ulcer`,
  CAST(COUNT(*) AS STRING) AS `n`
FROM step_2
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 2, 3, 4, 5, 6, 7
