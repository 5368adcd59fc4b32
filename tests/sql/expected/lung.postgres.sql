-- Groups the rows of the study lung that are alike in all that it reads, for
-- PostgreSQL. The study file of the result: --print study
-- Kept, one group for each value: time, age, ph.karno, pat.karno, meal.cal, wt.loss
-- Kept: inst, status, sex, ph.ecog
-- Still derived by the study: sex_ecog, age_decades
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("inst" AS text)), '') AS c1, -- inst
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("time" AS text)), '') AS c4, -- time
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("status" AS text)), '') AS c7, -- status
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("age" AS text)), '') AS c10, -- age
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("sex" AS text)), '') AS c13, -- sex
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("ph.ecog" AS text)), '') AS c16, -- ph.ecog
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("ph.karno" AS text)), '') AS c19, -- ph.karno
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("pat.karno" AS text)), '') AS c22, -- pat.karno
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("meal.cal" AS text)), '') AS c25, -- meal.cal
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("wt.loss" AS text)), '') AS c28 -- wt.loss
  FROM patients OFFSET 0
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
  FROM filled OFFSET 0
),
step_3 AS (
  SELECT
    *,
    CASE WHEN c2 IN ('1', '2', '3', '4', '5', '6', '7', '10', '11', '12', '13', '15', '16', '21', '22', '26', '32', '33') THEN c2 WHEN c2 ~ '^1([.]0*)?$' THEN '1' WHEN c2 ~ '^2([.]0*)?$' THEN '2' WHEN c2 ~ '^3([.]0*)?$' THEN '3' WHEN c2 ~ '^4([.]0*)?$' THEN '4' WHEN c2 ~ '^5([.]0*)?$' THEN '5' WHEN c2 ~ '^6([.]0*)?$' THEN '6' WHEN c2 ~ '^7([.]0*)?$' THEN '7' WHEN c2 ~ '^10([.]0*)?$' THEN '10' WHEN c2 ~ '^11([.]0*)?$' THEN '11' WHEN c2 ~ '^12([.]0*)?$' THEN '12' WHEN c2 ~ '^13([.]0*)?$' THEN '13' WHEN c2 ~ '^15([.]0*)?$' THEN '15' WHEN c2 ~ '^16([.]0*)?$' THEN '16' WHEN c2 ~ '^21([.]0*)?$' THEN '21' WHEN c2 ~ '^22([.]0*)?$' THEN '22' WHEN c2 ~ '^26([.]0*)?$' THEN '26' WHEN c2 ~ '^32([.]0*)?$' THEN '32' WHEN c2 ~ '^33([.]0*)?$' THEN '33' ELSE c2 END AS c3, -- inst
    CASE WHEN LOWER(c5) = 'nan' THEN NULL ELSE c5 END AS c6, -- time
    CASE WHEN c8 IN ('1', '2') THEN c8 WHEN c8 ~ '^1([.]0*)?$' THEN '1' WHEN c8 ~ '^2([.]0*)?$' THEN '2' ELSE c8 END AS c9, -- status
    CASE WHEN LOWER(c11) = 'nan' THEN NULL ELSE c11 END AS c12, -- age
    CASE WHEN c14 IN ('1', '2') THEN c14 WHEN c14 ~ '^1([.]0*)?$' THEN '1' WHEN c14 ~ '^2([.]0*)?$' THEN '2' ELSE c14 END AS c15, -- sex
    CASE WHEN c17 IN ('0', '1', '2', '3') THEN c17 WHEN c17 ~ '^0([.]0*)?$' THEN '0' WHEN c17 ~ '^1([.]0*)?$' THEN '1' WHEN c17 ~ '^2([.]0*)?$' THEN '2' WHEN c17 ~ '^3([.]0*)?$' THEN '3' WHEN c17 = 'false' THEN '0' WHEN c17 = 'true' THEN '1' ELSE c17 END AS c18, -- ph.ecog
    CASE WHEN LOWER(c20) = 'nan' THEN NULL ELSE c20 END AS c21, -- ph.karno
    CASE WHEN LOWER(c23) = 'nan' THEN NULL ELSE c23 END AS c24, -- pat.karno
    CASE WHEN LOWER(c26) = 'nan' THEN NULL ELSE c26 END AS c27, -- meal.cal
    CASE WHEN LOWER(c29) = 'nan' THEN NULL ELSE c29 END AS c30 -- wt.loss
  FROM step_2 OFFSET 0
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
  CAST(COUNT(*) AS text) AS "n"
FROM step_3
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
