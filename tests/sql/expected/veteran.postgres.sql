-- Groups the rows of the study veteran that are alike in all that it reads, for
-- PostgreSQL. The study file of the result: --print study
-- Kept, one group for each value: time, karno, diagtime, age
-- Kept: trt, celltype, status, prior
-- Still derived by the study: karno_group, karno_tens
WITH
step_1 AS (
  SELECT
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("trt" AS text)), '') AS c1, -- trt
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("celltype" AS text)), '') AS c3, -- celltype
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("time" AS text)), '') AS c5, -- time
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("status" AS text)), '') AS c7, -- status
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("karno" AS text)), '') AS c9, -- karno
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("diagtime" AS text)), '') AS c11, -- diagtime
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("age" AS text)), '') AS c13, -- age
    NULLIF(TRIM(BOTH E'\u0020\u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\ufffe\uffff' FROM CAST("prior" AS text)), '') AS c15 -- prior
  FROM patients OFFSET 0
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
),
step_2 AS (
  SELECT
    *,
    CASE WHEN c1 IN ('1', '2') THEN c1 WHEN c1 ~ '^1([.]0*)?$' THEN '1' WHEN c1 ~ '^2([.]0*)?$' THEN '2' ELSE c1 END AS c2, -- trt
    CASE WHEN c3 IN ('squamous', 'smallcell', 'adeno', 'large') THEN c3 ELSE c3 END AS c4, -- celltype
    CASE WHEN LOWER(c5) = 'nan' THEN NULL ELSE c5 END AS c6, -- time
    CASE WHEN c7 IN ('0', '1') THEN c7 WHEN c7 ~ '^0([.]0*)?$' THEN '0' WHEN c7 ~ '^1([.]0*)?$' THEN '1' WHEN c7 = 'false' THEN '0' WHEN c7 = 'true' THEN '1' ELSE c7 END AS c8, -- status
    CASE WHEN LOWER(c9) = 'nan' THEN NULL ELSE c9 END AS c10, -- karno
    CASE WHEN LOWER(c11) = 'nan' THEN NULL ELSE c11 END AS c12, -- diagtime
    CASE WHEN LOWER(c13) = 'nan' THEN NULL ELSE c13 END AS c14, -- age
    CASE WHEN c15 IN ('0', '10') THEN c15 WHEN c15 ~ '^0([.]0*)?$' THEN '0' WHEN c15 ~ '^10([.]0*)?$' THEN '10' ELSE c15 END AS c16 -- prior
  FROM filled OFFSET 0
)
SELECT
  c2 AS "trt",
  c4 AS "celltype",
  c6 AS "time",
  c8 AS "status",
  c10 AS "karno",
  c12 AS "diagtime",
  c14 AS "age",
  c16 AS "prior",
  CAST(COUNT(*) AS text) AS "n"
FROM step_2
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
