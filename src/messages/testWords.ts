import type { Language } from "./define.js";

/**
 * The words of tests in results. Results hold names and English phrases; here are the names in both languages, and the phrases (nulls and
 * reasons) in Chinese. A name or phrase of a newer version that is not here is printed as it stands.
 */
const names: Record<string, Record<Language, string>> = {
  andersonCanonicalCorrelation: { en: "Anderson canonical correlation LM", zh: "Anderson 典型相关 LM 检验" },
  andersonRubin: { en: "Anderson-Rubin", zh: "Anderson-Rubin 检验" },
  ar1: { en: "Arellano-Bond AR(1)", zh: "Arellano-Bond AR(1) 检验" },
  ar2: { en: "Arellano-Bond AR(2)", zh: "Arellano-Bond AR(2) 检验" },
  ar3: { en: "Arellano-Bond AR(3)", zh: "Arellano-Bond AR(3) 检验" },
  ar4: { en: "Arellano-Bond AR(4)", zh: "Arellano-Bond AR(4) 检验" },
  breuschPagan: { en: "Breusch-Pagan LM", zh: "Breusch-Pagan LM 检验" },
  craggDonaldF: { en: "Cragg-Donald F", zh: "Cragg-Donald F 统计量" },
  durbinWatson: { en: "Durbin-Watson", zh: "Durbin-Watson 统计量" },
  effectiveF: { en: "Effective F", zh: "有效 F 统计量" },
  effectsF: { en: "F test of unit effects", zh: "个体效应 F 检验" },
  firstStageF: { en: "First-stage F", zh: "第一阶段 F 统计量" },
  exogeneity: { en: "C test: all endogenous variables exogenous", zh: "C 检验：全部内生变量外生" },
  hansen: { en: "Hansen", zh: "Hansen 检验" },
  hansenFirstStep: { en: "Overidentification after one step, robust", zh: "一步估计后的稳健过度识别检验" },
  hansenJ: { en: "Hansen J", zh: "Hansen J 检验" },
  hausman: { en: "Hausman", zh: "Hausman 检验" },
  hausmanRobust: { en: "Hausman, robust", zh: "稳健 Hausman 检验" },
  kleibergenPaapF: { en: "Kleibergen-Paap rk F", zh: "Kleibergen-Paap rk F 统计量" },
  kleibergenPaapLm: { en: "Kleibergen-Paap rk LM", zh: "Kleibergen-Paap rk LM 检验" },
  ljungBox: { en: "Ljung-Box", zh: "Ljung-Box 检验" },
  overall: { en: "All regressors", zh: "全部解释变量联合检验" },
  pesaranCd: { en: "Pesaran CD", zh: "Pesaran CD 检验" },
  sandersonWindmeijerF: { en: "Sanderson-Windmeijer F", zh: "Sanderson-Windmeijer F 统计量" },
  sargan: { en: "Sargan", zh: "Sargan 检验" },
  stockWrightS: { en: "Stock-Wright LM S", zh: "Stock-Wright LM S 检验" },
  underidentification: { en: "Underidentification", zh: "不可识别检验" },
  wooldridgeDifferences: { en: "Wooldridge, first differences", zh: "Wooldridge 序列相关检验（一阶差分）" },
  wooldridgeSerial: { en: "Wooldridge, within residuals", zh: "Wooldridge 序列相关检验（组内残差）" },
  wuHausman: { en: "Wu-Hausman", zh: "Wu-Hausman 检验" },
  wuHausmanRobust: { en: "Wu-Hausman, robust", zh: "稳健 Wu-Hausman 检验" },
};

/** Names that carry a term of the study, as `orthogonality(distance)`. */
const named: Record<string, Record<Language, (of: string) => string>> = {
  exogeneity: { en: (of) => `C test: ${of} exogenous`, zh: (of) => `C 检验：${of} 外生` },
  differenceInHansen: { en: (of) => `Difference in Hansen: ${of}`, zh: (of) => `Hansen 差分检验：${setInChinese(of)}` },
  hansenWithout: { en: (of) => `Hansen without ${of}`, zh: (of) => `不含${setInChinese(of)}的 Hansen 检验` },
  orthogonality: { en: (of) => `C test: ${of} valid`, zh: (of) => `C 检验：${of} 有效` },
};

/** A set of instruments of a dynamic panel, as `np lags 2 to 4, difference`. */
function setInChinese(set: string): string {
  return set
    .replace(/^all gmm sets/, "全部滞后工具变量")
    .replace(/^constant and time dummies/, "常数项与时间虚拟变量")
    .replace(/^time dummies/, "时间虚拟变量")
    .replace(/ lags (\d+) to last/, " 的第 $1 期及以前滞后")
    .replace(/ lags (\d+) to (\d+)/, " 的第 $1 至 $2 期滞后")
    .replace(/, difference$/, "（差分方程）")
    .replace(/, level$/, "（水平方程）")
    .replace(/, both$/, "（两个方程）");
}

/** Chinese of phrases, exactly or by pattern; numbers and terms pass through. */
const phrases: [RegExp, (...parts: string[]) => string][] = [
  [/^all units have the same effect$/, () => "所有个体效应相同"],
  [/^the variance of unit effects is zero$/, () => "个体效应的方差为零"],
  [/^unit effects do not move with the regressors$/, () => "个体效应与解释变量无关"],
  [/^errors are not serially correlated$/, () => "误差不存在序列相关"],
  [/^its distribution depends on the regressors; 2 is no autocorrelation$/, () => "其分布取决于解释变量；2 表示没有自相关"],
  [/^errors of different units are not correlated$/, () => "不同个体的误差不相关"],
  [/^the instruments do not move the endogenous variable$/, () => "工具变量与内生变量无关"],
  [/^the instruments move fewer than (\d+) endogenous variables apart$/, (n) => `工具变量不足以区分 ${n} 个内生变量`],
  [/^the instruments do not move (.+) once the other endogenous variables are held$/, (x) => `控制其他内生变量后，工具变量与 ${x} 无关`],
  [
    /^the bias of two-stage least squares may exceed the tolerated share of its worst case$/,
    () => "两阶段最小二乘的偏误可能超过最坏情形的容许比例",
  ],
  [/^(.+) (?:has|have) no effect and the instruments are valid$/, (x) => `${x} 没有影响，且工具变量有效`],
  [/^no serial correlation of order (\d+) in differenced errors$/, (n) => `差分误差不存在 ${n} 阶序列相关`],
  [/^the instruments other than (.+) are valid$/, (set) => `除${setInChinese(set)}外的工具变量有效`],
  [/^(.+) are valid, given that the others are$/, (set) => `在其他工具变量有效的前提下，${setInChinese(set)}有效`],
  [/^no unit has differences (\d+) periods? apart$/, (n) => `没有任何个体有相隔 ${n} 期的差分`],
  [/^its estimated variance is not positive$/, () => "其方差估计值不为正"],
  [
    /^exactly identified: as many instruments as coefficients leave nothing to test$/,
    () => "恰好识别：工具变量与系数一样多，没有可检验的过度识别约束",
  ],
  [/^exactly identified without them$/, () => "剔除后恰好识别"],
  [/^too few instruments remain to identify the model$/, () => "剩余工具变量不足以识别模型"],
  [/^the remaining instruments do not identify the model$/, () => "剩余工具变量无法识别模型"],
  [/^the covariance of the moments is singular$/, () => "矩条件的协方差矩阵奇异"],
  [
    /^the covariance of the (\d+) moments has rank (\d+), no more than the coefficients$/,
    (n, rank) => `${n} 个矩条件的协方差矩阵秩为 ${rank}，不超过系数个数`,
  ],
  [
    /^the covariance of the (\d+) moments has rank (\d+): its generalised inverse was used$/,
    (n, rank) => `${n} 个矩条件的协方差矩阵秩为 ${rank}，采用其广义逆`,
  ],
  [/^all instruments are valid$/, () => "所有工具变量均有效"],
  [/^(.+) is valid, given that the other instruments are$/, (x) => `在其他工具变量有效的前提下，${x} 有效`],
  [/^(.+) (?:is|are) exogenous$/, (x) => `${x} 是外生的`],
  [/^(.+) (?:is|are) zero in the first stage$/, (x) => `第一阶段中 ${x} 的系数为零`],
  [/^(.+) (?:is|are) zero$/, (x) => `${x} 的系数为零`],
  [/^no regressor varies within units$/, () => "没有在个体内变动的解释变量"],
  [/^every unit has one row$/, () => "每个个体只有一行"],
  [/^there is one unit only$/, () => "只有一个个体"],
  [/^no time column is named$/, () => "未指明时间列"],
  [/^needs three periods$/, () => "至少需要三期"],
  [/^needs units with three consecutive periods$/, () => "需要有连续三期数据的个体"],
  [/^no unit has rows in two consecutive periods$/, () => "没有任何个体在相邻两期都有数据"],
  [/^no two units share two periods$/, () => "没有两个个体有两期重合"],
  [/^the residuals do not vary$/, () => "残差没有变动"],
  [/^made for balanced panels; read the test on first differences$/, () => "该检验适用于平衡面板，请看基于一阶差分的检验"],
  [/^more than (\d+) units with unequal periods: too many pairs$/, (n) => `个体超过 ${n} 个且期数不等：配对过多`],
  [
    /^the difference of the covariances is not positive definite; read the robust form$/,
    () => "两个协方差矩阵之差不是正定矩阵，请看稳健形式",
  ],
  [
    /^the covariance matrix has rank (\d+), the test has (\d+) restrictions$/,
    (rank, q) => `协方差矩阵的秩为 ${rank}，而检验有 ${q} 个约束`,
  ],
  [/^no coefficients to test$/, () => "没有可检验的系数"],
  [
    /^exactly identified: as many instruments as endogenous variables leave nothing to test$/,
    () => "恰好识别：工具变量与内生变量一样多，没有可检验的过度识别约束",
  ],
  [/^the instruments explain an endogenous variable completely$/, () => "工具变量完全解释了某个内生变量"],
  [/^the instruments explain too little to tell the two apart$/, () => "工具变量的解释力太弱，无法区分两者"],
  [/^the endogenous variables are collinear$/, () => "内生变量之间共线"],
  [
    /^the covariance of the moments is singular \(more instruments than clusters(?: or periods)?(?:, or instruments that rarely vary)?\)$/,
    () => "矩条件的协方差矩阵奇异（工具变量多于聚类数或期数，或工具变量极少变动）",
  ],
  [
    /^defined for one endogenous variable; read the Sanderson-Windmeijer F of each$/,
    () => "仅对一个内生变量有定义，请看各变量的 Sanderson-Windmeijer F",
  ],
  [
    /^no critical values exist for it under these errors; with one endogenous variable read the effective F$/,
    () => "在这类标准误下没有临界值；只有一个内生变量时请看有效 F",
  ],
  [/^it has no critical values unless errors are iid$/, () => "仅在误差独立同分布时才有临界值"],
  [/^read it against the critical values$/, () => "请与临界值比较"],
  [/^bias (\d+) %$/, (n) => `偏误 ${n} %`],
  [/^bias (\d+) %, any design$/, (n) => `偏误 ${n} %（任意设计）`],
  [/^2SLS relative bias (\d+) %$/, (n) => `2SLS 相对偏误 ${n} %`],
  [/^(2SLS|LIML) size (\d+) %$/, (estimator, n) => `${estimator} 检验水平 ${n} %`],
];

/** The name of a test; `term` gives the reader's words for a column in it. */
export function testName(name: string, language: Language, term: (column: string) => string = (column) => column): string {
  if (Object.hasOwn(names, name)) return names[name]![language];
  const match = /^(\w+)\((.+)\)$/.exec(name);
  if (match !== null && Object.hasOwn(named, match[1]!)) return named[match[1]!]![language](term(match[2]!));
  return name;
}

/** A null hypothesis, or the reason a test is missing or has no p-value, in words. */
export function testPhrase(phrase: string, language: Language): string {
  if (language === "en") return phrase;
  for (const [pattern, words] of phrases) {
    const match = pattern.exec(phrase);
    if (match !== null) return words(...match.slice(1));
  }
  return phrase;
}
