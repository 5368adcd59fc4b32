//! Words of levels in order, and words around the numbers of ranges.

/// Orders of levels, lowest first. The first that holds all levels is taken. Words that
/// stand for the same follow each other.
pub(in crate::new) const ORDERS: &[&str] = &[
    "normal < none < no < nil < absent < asymptomatic < trace < trivial < minimal < very mild < slight \
     < minor < light < mild < mild to moderate < moderate < moderate to severe < marked < major \
     < considerable < serious < severe < heavy < very severe < critical < extreme \
     < life threatening < catastrophic < fatal < lethal",
    "very low < low < lo < neutral < normal < average < medium < med < mid < moderate < int \
     < intermediate < elevated < high < hi < very high < extremely high",
    "0 < i < ia < ib < ic < ii < iia < iib < iic < iii < iiia < iiib < iiic < iv < iva < ivb \
     < ivc < v < vi",
    "t0 < ta < tis < t1 < t1a < t1b < t1c < t2 < t2a < t2b < t2c < t3 < t3a < t3b < t4 < t4a \
     < t4b",
    "mini < tiny < very small < small < medium < intermediate < large < very large < extra large \
     < huge",
    "very short < short < medium < long < very long",
    "very slow < slow < medium < moderate < fast < rapid < very fast",
    "absent < negative < very weak < weak < moderate < intermediate < strong < very strong",
    "none < no < never < non drinker < light < moderate < heavy < very heavy",
    "none < no education < no formal education < no schooling < less than high school \
     < less than primary < elementary < elementary school < primary < primary school \
     < primary education < lower secondary < middle school < some high school < secondary \
     < secondary school < secondary education < upper secondary < high school \
     < high school graduate < vocational < some college < college < college degree \
     < bachelor < bachelors < bachelor's < bachelor's degree < tertiary < tertiary education \
     < higher education < university < university degree < graduate < postgraduate < master \
     < masters < master's < master's degree < doctorate < doctoral degree < phd",
    "not at all < a little bit < a little < slightly < somewhat < moderately < quite a bit < quite \
     < a lot < very < very much < extremely < completely",
    "not at all < several days < more than half the days < nearly every day",
    "never < almost never < very rarely < hardly ever < rarely < seldom < once in a while \
     < occasionally < sometimes < about half the time < half the time < regularly < often \
     < frequently < usually < mostly < most of the time < very often < very frequently \
     < nearly always < almost always < always < all of the time < all the time",
    "never < less than yearly < yearly < annually < less than monthly < monthly < less than weekly \
     < weekly < several times a week < daily or almost daily < almost daily < daily \
     < several times a day < hourly",
    // Response of tumours, the best first.
    "scr < cr < vgpr < pr < mr < sd < pd",
    "rc < rp < rm < ms < sd < st < mp < pd",
    "rc < rp < ee < pe < ep",
    "rc < rp < de < dp",
    "komplette remission < vollremission < partielle remission < teilremission < stabile erkrankung \
     < stable disease < progress < progression < progrediente erkrankung",
    "reponse complete < reponse partielle < maladie stable < stabilite < progression \
     < maladie progressive",
    "respuesta completa < respuesta parcial < enfermedad estable < progresion < enfermedad progresiva",
    "risposta completa < risposta parziale < malattia stabile < progressione < malattia progressiva",
    "resposta completa < resposta parcial < doenca estavel < progressao < doenca progressiva",
    "complete response < complete remission < very good partial response < partial response \
     < partial remission < minor response < stable disease < progressive disease \
     < disease progression < progression",
    "first < second < third < fourth < fifth",
    "once < twice < thrice",
    "extremely poor < very poor < very bad < poor < bad < below average < fair < average \
     < acceptable < satisfactory < adequate < above average < good < very good < excellent \
     < outstanding",
    "none < no < minimal < some < partial < near complete < complete",
    "none < some < marked",
    "young < middle < middle aged < old",
    "well < well differentiated < moderate < moderately < moderately differentiated < poor < poorly \
     < poorly differentiated < undifferentiated < anaplastic",
    "severely underweight < underweight < normal < normal weight < overweight < pre obese < obese \
     < severely obese < morbidly obese",
    "no < none < unrelated < not related < unlikely < unlikely related < possible < possibly related \
     < probable < probably related < likely < definite < definitely related < certain",
    "- < + < ++ < +++ < ++++",
    "neg < negative < 0 < trace < 1+ < 2+ < 3+ < 4+",
    // German
    "kein < keine < keiner < unauffällig < minimal < gering < geringgradig < leicht < leichtgradig \
     < mittel < mittelgradig < mäßig < mässig < moderat < deutlich < stark < schwer < schwergradig \
     < hochgradig < sehr stark < sehr schwer < lebensbedrohlich < tödlich",
    "sehr gut < gut < befriedigend < ausreichend < mangelhaft < ungenügend",
    "sehr gering < sehr niedrig < gering < niedrig < normal < mittel < mäßig < erhöht < hoch \
     < sehr hoch",
    "sehr klein < klein < mittel < groß < sehr groß",
    "nie < niemals < fast nie < sehr selten < selten < gelegentlich < manchmal < oft < häufig \
     < meistens < sehr häufig < fast immer < immer",
    "sehr schlecht < schlecht < mäßig < mittelmäßig < gut < sehr gut < ausgezeichnet",
    "gut < mäßig < schlecht",
    "überhaupt nicht < gar nicht < ein wenig < etwas < mäßig < ziemlich < stark < sehr",
    // French
    "aucun < aucune < absent < absente < minime < léger < légère < mineur < mineure < modéré \
     < modérée < majeur < majeure < important < importante < sévère < grave < très sévère < mortel",
    "très faible < très bas < très basse < faible < bas < basse < modéré < modérée < moyen \
     < moyenne < élevé < élevée < haut < haute < fort < forte < très fort < très forte \
     < très élevé < très élevée",
    "jamais < presque jamais < très rarement < rarement < parfois < quelquefois < régulièrement \
     < souvent < très souvent < presque toujours < toujours",
    "très mauvais < très mauvaise < mauvais < mauvaise < médiocre < passable < moyen < moyenne \
     < bon < bonne < très bon < très bonne < excellent < excellente",
    "pas du tout < un peu < modérément < assez < beaucoup < énormément",
    // Spanish, Italian, Portuguese
    "ninguno < ninguna < ausente < mínimo < mínima < leve < moderado < moderada < grave < severo \
     < severa < muy grave < crítico < mortal",
    "muy bajo < muy baja < bajo < baja < medio < media < intermedio < intermedia < alto < alta \
     < muy alto < muy alta",
    "nunca < casi nunca < rara vez < raramente < a veces < algunas veces < a menudo \
     < frecuentemente < casi siempre < siempre",
    "muy malo < muy mala < malo < mala < regular < bueno < buena < muy bueno < muy buena \
     < excelente",
    "nada < un poco < poco < algo < bastante < mucho < muchísimo",
    "assente < nessuno < nessuna < minimo < minima < lieve < moderato < moderata < grave < severo \
     < severa < gravissimo < fatale",
    "molto basso < molto bassa < basso < bassa < medio < media < intermedio < intermedia < alto \
     < alta < molto alto < molto alta",
    "mai < quasi mai < raramente < qualche volta < a volte < talvolta < spesso < quasi sempre < sempre",
    "pessimo < pessima < scarso < scarsa < sufficiente < discreto < discreta < buono < buona \
     < ottimo < ottima < eccellente",
    "per niente < poco < un po' < abbastanza < molto < moltissimo",
    "nenhum < nenhuma < sem dor < ausente < ligeiro < ligeira < leve < moderado < moderada < grave \
     < severo < severa < intenso < intensa < muito grave < muito intensa < fatal",
    "muito baixo < muito baixa < baixo < baixa < médio < média < intermédio < alto < alta \
     < muito alto < muito alta",
    "nunca < quase nunca < raramente < às vezes < por vezes < algumas vezes < frequentemente \
     < muitas vezes < quase sempre < sempre",
    "muito mau < muito má < péssimo < muito ruim < mau < má < ruim < razoável < regular < bom < boa \
     < muito bom < muito boa < ótimo < ótima < excelente",
    "nada < pouco < um pouco < mais ou menos < bastante < muito < extremamente",
    // Dutch
    "geen < gering < licht < mild < matig < ernstig < zeer ernstig < fataal",
    "zeer laag < laag < gemiddeld < middel < hoog < zeer hoog",
    "nooit < bijna nooit < zelden < soms < regelmatig < vaak < meestal < bijna altijd < altijd",
    "zeer slecht < slecht < matig < redelijk < goed < zeer goed < uitstekend",
    // Polish
    "brak < minimalny < minimalna < minimalne < lekki < lekka < lekkie < łagodny < łagodna \
     < łagodne < umiarkowany < umiarkowana < umiarkowane < średni < średnia < średnie < silny \
     < silna < silne < znaczny < znaczna < znaczne < ciężki < ciężka < ciężkie < bardzo silny \
     < bardzo silna < bardzo ciężki < bardzo ciężka < krytyczny < śmiertelny",
    "bardzo niski < bardzo niska < bardzo niskie < niski < niska < niskie < średni < średnia \
     < średnie < pośredni < pośrednia < pośrednie < wysoki < wysoka < wysokie < bardzo wysoki \
     < bardzo wysoka < bardzo wysokie",
    "nigdy < prawie nigdy < bardzo rzadko < rzadko < czasami < czasem < często < bardzo często \
     < prawie zawsze < zawsze",
    "bardzo zły < bardzo zła < bardzo źle < zły < zła < źle < dostateczny < przeciętny < przeciętna \
     < przeciętnie < dobry < dobra < dobrze < bardzo dobry < bardzo dobra < bardzo dobrze \
     < doskonały < doskonała",
    // Swedish, Danish, Norwegian
    "ingen < inga < inget < lätt < let < lett < lindrig < mild < måttlig < moderat < medelsvår \
     < svår < svær < alvorlig < allvarlig < mycket svår < dødelig",
    "mycket låg < låg < lav < medel < middels < hög < høj < høy < mycket hög",
    "aldrig < aldri < sällan < sjælden < sjelden < ibland < nogle gange < noen ganger < av og til \
     < ofta < ofte < alltid < altid",
];

/// The same where three levels or more stand: two of them, as benign and malignant, are
/// rather kinds than degrees.
pub(in crate::new) const LONG_ORDERS: &[&str] = &[
    "cold < cool < warm < hot",
    "sedentary < inactive < light < lightly active < moderate < moderately active < active \
     < vigorous < very active < vigorously active",
    "zero < one < single < two < double < three < triple < four < five < multiple",
    "newborn < neonate < infant < toddler < child < adolescent < teenager < young adult < adult \
     < middle aged < elderly < old < very old",
    "benign < borderline < malignant",
    "fit < robust < pre frail < prefrail < vulnerable < frail < mildly frail < moderately frail \
     < severely frail",
    "normal < osteopenia < osteoporosis",
    "normal < borderline < abnormal",
    "normal < prediabetes < diabetes",
    "negative < equivocal < indeterminate < borderline < positive",
    "independent < partially dependent < partly dependent < dependent < totally dependent \
     < fully dependent",
    "none < a few < few < some < many < most < all",
];

/// Letters of levels in order, where all of them stand and no other.
pub(in crate::new) const LETTERS: &[&[&str]] = &[
    &["l", "m", "h"],
    &["l", "i", "h"],
    &["n", "m", "h"],
    &["s", "m", "l"],
    &["s", "m", "l", "xl"],
    &["xs", "s", "m", "l"],
    &["xs", "s", "m", "l", "xl"],
];

/// Headers under which single letters are classes in order.
pub(in crate::new) const LETTERED: &[&str] = &[
    "child", "pugh", "cp", "ctp", "dukes", "bclc", "gold", "grade", "grading", "stage", "staging",
    "stadium", "stade", "estadio", "stadio",
];

/// Levels that say that there is none of what a scale measures.
pub(in crate::new) const NONE: &[&str] = &[
    "none", "no", "0", "keine", "nein", "aucune", "aucun", "ninguna", "ninguno", "nessuna",
    "nessuno", "geen", "nenhuma", "nenhum",
];

/// Words before a number that make it a level of a scale: `Stage 2`, `level.0`, `G3`.
pub(in crate::new) const SCALES: &[&str] = &[
    "stage",
    "grade",
    "level",
    "class",
    "degree",
    "category",
    "cat",
    "score",
    "risk",
    "tier",
    "t",
    "n",
    "m",
    "g",
    "r",
    "l",
    "v",
    "p",
    "pt",
    "pn",
    "ct",
    "cn",
    "yp",
    "ypt",
    "ypn",
    "ecog",
    "asa",
    "nyha",
    "figo",
    "who",
    "ps",
    "ckd",
    "cin",
    "birads",
    "bi-rads",
    "pirads",
    "pi-rads",
    "isup",
    "gleason",
    "clark",
    "trg",
    "ctcae",
    "killip",
    "ccs",
    "fontaine",
    "child",
    "f",
    "q",
    "quartile",
    "quintile",
    "tertile",
    "decile",
    "week",
    "month",
    "day",
    "year",
    "visit",
    "cycle",
    "wave",
    "stadium",
    "grad",
    "stufe",
    "woche",
    "monat",
    "stade",
    "semaine",
    "mois",
    "estadio",
    "grado",
    "semana",
    "stadio",
    "settimana",
    "estádio",
    "graad",
    "week",
];

/// What stands before the highest number of the lowest range.
pub(in crate::new) const BELOW: &[&str] = &[
    "<=",
    "\u{2264}",
    "<",
    "up to ",
    "under ",
    "below ",
    "less than ",
    "at most ",
    "bis ",
    "unter ",
    "jusqu'à ",
    "moins de ",
    "hasta ",
    "menos de ",
    "menor de ",
    "fino a ",
    "meno di ",
    "tot ",
    "minder dan ",
    "até ",
];

/// What stands before the lowest number of the highest range.
pub(in crate::new) const ABOVE: &[&str] = &[
    ">=",
    "\u{2265}",
    ">",
    "over ",
    "above ",
    "from ",
    "more than ",
    "at least ",
    "ab ",
    "\u{fc}ber ",
    "plus de ",
    "más de ",
    "mas de ",
    "mayor de ",
    "oltre ",
    "più di ",
    "meer dan ",
    "mais de ",
];

/// What stands behind it instead.
pub(in crate::new) const AND_ABOVE: &[&str] = &[
    "+",
    " and over",
    " and above",
    " and older",
    " or more",
    " or older",
    " or above",
    " und mehr",
    " und älter",
    " et plus",
    " y más",
    " o más",
    " e oltre",
    " e mais",
    " en ouder",
    " ou mais",
];

/// What stands between both numbers.
pub(in crate::new) const BETWEEN: &[&str] = &[
    " bis unter ",
    " to ",
    " bis ",
    " à ",
    " a ",
    " tot ",
    " até ",
    "-",
];

/// Levels that say that nothing could be graded.
pub(in crate::new) const NOT_GRADED: &[&str] = &[
    "ne",
    "n e",
    "not evaluable",
    "inevaluable",
    "unevaluable",
    "not evaluated",
    "not assessable",
    "not assessed",
    "nicht beurteilbar",
    "nicht auswertbar",
    "non evaluable",
    "non evalue",
    "no evaluable",
    "no valorable",
    "non valutabile",
    "non valutato",
    "niet evalueerbaar",
    "niet beoordeelbaar",
    "nao avaliavel",
];
