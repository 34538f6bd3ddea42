/**
 * The results contract, version 1: what results.json holds. It only grows.
 * Every number that carries uncertainty is a Row; every test is a Test. Missing is null with a reason.
 */

/** Text a user wrote, in one or both languages. */
export type Text = string | { en: string; zh?: string };

/** One estimate with its uncertainty. */
export interface Row {
  term: string;
  equation: string;
  /** coefficient, timeEffect (a dummy of the time in a dynamic panel), direct, indirect, total, marginal, effect, difference, ... */
  kind: string;
  estimate: number | null;
  stdError: number | null;
  statistic: number | null;
  /** Reference distribution of the statistic: `t(29)`, `normal`; null where there is none. */
  distribution: string | null;
  pValue: number | null;
  confLow: number | null;
  confHigh: number | null;
  level: number;
  /** How the error was made: `cluster/fixest`, `HC1`, `iid`, `randomization`, ... */
  method: string;
  /** False where stars would claim what the design cannot carry (few treated clusters, an uncertified solve). */
  stars: boolean;
  /** What stands behind the number, as treatedUnits, treatedRows. */
  support?: Record<string, number>;
  /** The effect in standard deviations of the outcome and in percent of its mean. */
  scale?: { inOutcomeSd: number | null; inPercentOfMean: number | null };
  /** Why estimate or error is missing. */
  reason?: string;
  cohort?: number | string;
  time?: number;
  estimator?: string;
  aggregate?: string;
}

/** One test. */
export interface Test {
  name: string;
  null: string;
  statistic: number | null;
  distribution: string | null;
  pValue: number | null;
  waldChi2?: number | null;
  /** p-value of waldChi2 under its chi-squared distribution. */
  waldChi2PValue?: number | null;
  reason: string | null;
  /** Bounds the statistic is read against where it has no p-value of its own (weak instruments). */
  criticalValues?: { name: string; value: number }[];
}

/** The first-stage regression of one endogenous variable. */
export interface FirstStage {
  endogenous: string;
  /** The excluded instruments. */
  coefficients: Row[];
  tests: Test[];
  /** Share of the variable's variance (freed of effects and exogenous regressors) the instruments explain; Shea's takes out what serves the other endogenous variables. */
  partialR2: number;
  sheaPartialR2: number;
}

/** A confidence set made by inverting a test: any number of intervals, open ends null. */
export interface ConfidenceSet {
  name: string;
  term: string;
  level: number;
  intervals: [number | null, number | null][];
  unbounded: boolean;
  shape: "bounded" | "unbounded" | "disjoint" | "empty" | "wholeLine" | null;
  reason: string | null;
}

/** A set of instruments of one column, as it entered the moment conditions. */
export interface InstrumentSet {
  /** level, difference, both, main. */
  equation: string;
  kind: string;
  column: string;
  lags?: [number, number];
  collapsed?: boolean;
  count: number;
}

/** How a linear solve was done and how well: the achieved residual of the normal equations, relative. */
export interface Certificate {
  method: string;
  residual: number | null;
  iterations?: number;
  components?: number;
}

export interface SampleReport {
  hash: string;
  rows: number;
  units: number | null;
  periods: number | null;
  dropped: Record<string, number>;
}

export interface VcovReport {
  /** iid, HC0 to HC3, cluster, neweyWest, driscollKraay, conley */
  type: string;
  clusters: Record<string, number>;
  df: number | null;
  correction: string | null;
  /** Factor of the small-sample correction on the uncorrected matrix (one number; for two-way `own` the factors stand in conventions). */
  factor: number | null;
  /** Most lags counted (Newey-West, Driscoll-Kraay). */
  lags?: number;
  /** Distance in km beyond which errors are uncorrelated (Conley). */
  cutoff?: number;
  /** True when a non positive semi-definite matrix was repaired. */
  repaired?: boolean;
}

/** Inference beside the errors of a model: by resampling. */
export interface InferenceResult {
  /** wildBootstrap, randomization */
  method: string;
  rows: Row[];
  draws: number;
  /** Null where every outcome was gone through and nothing was drawn. */
  seed: number | null;
  conventions: Record<string, string | number>;
}

/** How far selection on what is not observed could move a coefficient; R2s within absorbed effects. */
export interface OsterResult {
  term: string;
  /** Without and with controls. */
  uncontrolled: number;
  controlled: number;
  r2Uncontrolled: number;
  r2Controlled: number;
  rMax: number;
  /** Selection on the unobserved, in multiples of that on the controls, that makes the coefficient zero. */
  delta: number;
  /** The coefficient if both select alike: the solution nearest the controlled one first. */
  adjusted: number[];
}

/** Estimates over the declared recipes of an outcome index: how far what the recipe decides moves them. */
export interface IndexBand {
  index: string;
  terms: {
    term: string;
    estimate: number;
    low: number;
    /** The recipe that gives it; null for the declared one. */
    lowBy: string | null;
    high: number;
    highBy: string | null;
    /** Other recipes behind the band, how many of them share the sign, and how many are significant at 5 percent. */
    recipes: number;
    sameSign: number;
    significant: number;
  }[];
  /** Estimates under recipes that are faults and no choices; not in the band. */
  faulty: { recipe: string; term: string; estimate: number }[];
}

export interface ModelResult {
  estimator: string;
  /** The data table of the study it was estimated on, and the outcome as the study names it. */
  data?: string;
  outcome?: string;
  formula: string;
  nobs: number;
  coefficients: Row[];
  effects?: Row[];
  /** Of an interrupted series, by period: the outcome, its fit, and the fit had there been no interruption. */
  counterfactual?: { time: string; outcome: number; fitted: number; withoutInterruption: number }[];
  firstStages?: FirstStage[];
  tests: Test[];
  /** What else was asked under `inference`, by resampling. */
  inference?: InferenceResult[];
  oster?: OsterResult;
  /** The estimates over the declared recipes of the outcome index, and what each recipe gives. */
  indexBand?: IndexBand;
  indexRecipes?: { name: string; rows: Row[]; reason?: string }[];
  confidenceSets?: ConfidenceSet[];
  instruments?: InstrumentSet[];
  /** Regressors that had to go, each with what it is collinear with. */
  collinear?: { term: string; with: string[] }[];
  /** Absorbed effects as written, with their levels. */
  absorbed?: { effect: string; levels: number }[];
  sample: SampleReport;
  vcov: VcovReport;
  statistics: {
    r2: number | null;
    r2Within: number | null;
    adjR2: number | null;
    rmse: number | null;
    logLik: number | null;
    /** Of likelihoods: one less the ratio of the log-likelihood to that of a constant; twice what a perfect fit would gain. */
    pseudoR2?: number;
    deviance?: number;
    outcomeMean: number | null;
    outcomeSd: number | null;
  };
  conventions: Record<string, string | number>;
  certificate: Certificate;
}

export interface IndexResult {
  data: string;
  method: string;
  /** The published indicator system it starts from. */
  catalogue?: string;
  frame: string;
  fit: { where: string | null; rows: number };
  conventions: Record<string, string | number>;
  weights: {
    indicator: string;
    dimension: string | null;
    direction: string;
    transform: string;
    min: number;
    max: number;
    entropy: number | null;
    weight: number;
    /** Cells filled in by steps or by the index's own imputation. */
    imputedCells: number;
    /** Which indicator of the catalogue it is. */
    as?: string;
    /** What the indicator was divided by. */
    denominator?: string;
    /** The group of the hierarchy it stands in; absent in the index itself. */
    group?: string;
    /** Best values of a middle-best or interval indicator. */
    best?: [number, number];
    /** What was done to outliers: points pulled in from above and below, or a logarithm; skewness and excess kurtosis before and after. */
    treatment?: {
      high: number;
      low: number;
      isLogged: boolean;
      skewBefore: number;
      kurtosisBefore: number;
      skewAfter: number;
      kurtosisAfter: number;
    };
    /** Under z-scores: what was subtracted and divided by. */
    mean?: number;
    sd?: number;
    /** Ranges by period where each period has its own. */
    ranges?: { time: number; min: number; max: number }[];
    /** Weights by period where each period has its own; `weight` is then their mean. */
    byTime?: { time: number; weight: number }[];
    /** Correlation of the scaled indicator with the score over the fit rows. */
    correlation?: number | null;
    /** Its share in the variance of the score over the fit rows, where the score is a sum; they sum to 1. */
    varianceShare?: number;
  }[];
  /** The hierarchy from the bottom up; the last is the index itself. */
  groups?: {
    name: string | null;
    method: string;
    aggregate: string;
    members: { name: string; kind: "indicator" | "group"; weight: number; byTime?: { time: number; weight: number }[] }[];
    /** Weights that people gave by judging: consistency of the comparisons, agreement of the experts (Kendall's W), each expert's own weights. */
    judgement?: {
      consistencyRatio: number | null;
      largestEigenvalue: number | null;
      agreement: { kendallW: number | null; chi2: number | null; df: number; pValue: number | null } | null;
      experts: { expert: string; consistencyRatio: number | null; weights: Record<string, number> }[];
    };
    /** Scores by unit and time in the order of `scores`; left out for the index itself. */
    scores?: (number | null)[];
  }[];
  /** Every cell the index filled in, with its value after any denominator. */
  filled?: { indicator: string; unit: string; time: number | null; value: number }[];
  alternatives: { name: string; spearman: number; weights?: Record<string, number> }[];
  /** Scores by unit and time, aligned; units and times in canonical order. */
  scores: { unit: string[]; time: number[]; value: (number | null)[] };
  /** Last period: rank, score, and each indicator's contribution (weight x scaled value). */
  ranking: {
    unit: string;
    score: number;
    rank: number;
    rankFirst: number | null;
    contributions: Record<string, number>;
    /** Indicators as they enter the score, higher being better. */
    scaled?: Record<string, number>;
    /** Scores of the groups of the hierarchy. */
    groups?: Record<string, number>;
    /** Cells of this row that the index filled in. */
    filledCells?: number;
    obstacles?: Record<string, number>;
  }[];
  rankingTime: number | null;
  audit?: IndexAudit;
  /** Ranks over replicates that draw every declared choice anew: 5, 50 and 95 percent points by unit of the ranking's period. */
  uncertainty?: {
    draws: number;
    seed: number;
    factors: { name: string; levels: string[] }[];
    units: { unit: string; rank: number; low: number; median: number; high: number }[];
    /** Shares of the variance of the output that each choice stands behind, by itself and with all its interactions, with 95 percent intervals. */
    sobol?: {
      output: string;
      base: number;
      runs: number;
      bootstraps: number;
      factors: {
        factor: string;
        first: number;
        firstLow: number;
        firstHigh: number;
        total: number;
        totalLow: number;
        totalHigh: number;
      }[];
    };
  };
  /** Coupling coordination of the dimensions in the ranking's period; null where a sub-index leaves 0..1. Level 1 (extreme disorder) to 10 (high quality). */
  coupling?: {
    definition: string;
    dimensions: string[];
    units: {
      unit: string;
      systems: number[];
      coupling: number | null;
      development: number | null;
      coordination: number | null;
      level: number | null;
    }[];
  };
}

/** How the indicators of an index hang together over the fit rows, scaled so that higher is better. */
export interface IndexAudit {
  marks: { high: number; weak: number; negative: number };
  /** Pairs that correlate above `high` or below `negative`, and within a group those below `weak`. `group` is null in the index itself and across groups. */
  pairs: {
    first: string;
    second: string;
    group: string | null;
    isWithin: boolean;
    correlation: number;
    flag: "high" | "weak" | "negative";
  }[];
  /** Cronbach's alpha of the members of every dimension or group with at least two, the index itself last. */
  reliability: { group: string | null; members: number; alpha: number | null }[];
  /** Where each unit of the ranking stands best and worst among them, best first; values are scaled. */
  units: {
    unit: string;
    strengths: { indicator: string; rank: number; value: number }[];
    weaknesses: { indicator: string; rank: number; value: number }[];
  }[];
}

/** A Markov chain between classes, class 1 the lowest. */
export interface ChainResult {
  /** Moves from class i (row) to class j, and out of each class. */
  counts: number[][];
  from: number[];
  /** Rows sum to one, with standard errors; null for a class that nothing left. */
  probabilities: (number[] | null)[];
  errors: (number[] | null)[];
  /** Long-run shares of the classes with standard errors; `ergodicReason` where there are none: emptyClass, notOneClosedSet. */
  ergodic: { shares: number[]; errors: number[] } | null;
  ergodicReason: string | null;
  /** Shorrocks's index of mobility with its standard error. */
  mobility: { value: number; error: number } | null;
  /** Periods until half the distance to the long run is gone. */
  halfLife: number | null;
}

/** Whether several tables of moves come from one chain: likelihood ratio and Pearson's statistic on `df` degrees of freedom. */
export interface HomogeneityResult {
  likelihoodRatio: number;
  pearson: number;
  df: number;
  likelihoodRatioP: number | null;
  pearsonP: number | null;
}

/** A Theil index with its parts: between the outermost groups, between those inside them, ..., within the innermost; they add up to the total. */
export interface TheilResult {
  total: number;
  components: number[];
  groups: { group: string; share: number; index: number; within: number }[];
}

/** How far units lie apart in a variable, and whether they come closer. */
export interface DifferencesResult {
  data: string;
  variable: string;
  weights: string | null;
  /** Groupings from the outermost in. */
  groups: string[];
  periods: number[];
  inequality?: {
    byTime: {
      time: number | null;
      units: number;
      mean: number;
      gini?: number;
      /** Dagum's parts of the Gini coefficient by the outermost groups. */
      dagum?: {
        within: number;
        between: number;
        transvariation: number;
        groups: { group: string; units: number; populationShare: number; valueShare: number; mean: number; gini: number }[];
        /** Every two groups, the one with the higher mean first: the Gini coefficient between them and relative affluence D. */
        pairs: { higher: string; lower: string; gini: number; affluence: number }[];
      };
      theilT?: TheilResult | null;
      /** Null where a value is zero. */
      theilL?: TheilResult | null;
    }[];
    /** Largest distance between a total and the sum of its parts. */
    largestGap: number;
  };
  density?: {
    bandwidth: string | number;
    frame: string;
    byTime: {
      time: number | null;
      units: number;
      mean: number;
      skewness: number | null;
      /** Wolfson's index of bipolarisation. */
      polarisation: number | null;
      /** Null, with no peaks and no curve, where all values are equal. */
      bandwidth: number | null;
      peaks: { at: number; density: number }[];
      valleys: { at: number; density: number }[];
      /** The curve at equal steps from three bandwidths below the least value to three above the largest. */
      points: number[];
      curve: number[];
      onePeak?: { criticalBandwidth: number; pValue: number; draws: number; seed: number };
    }[];
  };
  sigma?: {
    units: string;
    byTime: { time: number; units: number; mean: number; coefficientOfVariation: number; sdLog: number | null }[];
    trend: Row;
    /** First against last period, over units observed in both. */
    equalVariances: Test;
    comparedAs: string;
  };
  beta?: {
    estimates: {
      name: string;
      /** The club, where groups are estimated by themselves. */
      group: string | null;
      /** absolute, conditional */
      kind: string;
      sample: string;
      effects: string;
      /** Periods of one span, and spans a unit has on average. */
      span: number;
      spansPerUnit: number;
      nobs: number;
      units: number;
      r2: number | null;
      r2Within: number | null;
      /** Of the logarithm at the start; the controls after it. */
      initial: Row;
      controls: Row[];
      speed: Row;
      halfLife: Row;
      vcov: VcovReport;
      certificate: Certificate;
    }[];
    /** Whether clubs share the coefficient of the starting level. */
    tests: { name: string; test: Test }[];
  };
  markov?: {
    classes: number;
    frame: string;
    relative: boolean;
    lag: number;
    /** Upper bounds of all classes but the last, by period where each has its own. */
    cuts: { time: number | null; values: number[] }[];
    moves: number;
    chain: ChainResult;
    /** Shares of the units in the classes in the first and in the last period. */
    spread: { time: number; shares: number[] }[];
    /** Moves that start before `secondFrom` against the later ones. */
    halves?: { secondFrom: number; test: HomogeneityResult };
    spatial?: {
      matrix: string;
      classes: number;
      cuts: { time: number | null; values: number[] }[];
      /** One chain for each class of the neighbours' mean, the lowest first. */
      chains: ChainResult[];
      independence: HomogeneityResult;
      /** Units without neighbours, in none of the chains. */
      islands: string[];
    };
  };
}

export interface Verdict {
  grade: "supported" | "contradicted" | "noEffectLargerThan" | "cannotTell";
  /** Codes of the reasons that hold: POWER, PRETREND, VARIANT-SIGN, VARIANT-SHARE, SIGNIFICANT, INTERVAL, UNDECIDED, ... */
  reasons: string[];
  evidence: Record<string, number | string | null>;
  /** English; other languages are made from reasons and evidence. */
  text: string;
}

export interface EventPoint {
  estimator: string;
  time: number;
  binned: boolean;
  reference: boolean;
  row: Row;
  bandLow: number | null;
  bandHigh: number | null;
}

/** One synthetic comparison: difference in differences or control. */
export interface SyntheticResult {
  /** syntheticDid, syntheticControl */
  method: string;
  /** Mean effect over treated cells; its error by placebos or jackknife. */
  row: Row;
  /** Share of placebos as far out: by the size of the effect, under syntheticControl by the ratio of misfits. */
  placeboP: number | null;
  /** Exhaustive: every control took its turn and nothing was drawn. */
  placebos: { count: number; exhaustive: boolean; seed: number | null } | null;
  /** Root mean square of the gap to the synthetic path after adoption over that before. */
  rmspeRatio: number;
  /** Most that any objective could still fall, relative: of the fits and of every placebo. */
  optimalityGap: number;
  cohorts: {
    adopted: number;
    /** Share of the treated cells. */
    share: number;
    effect: number;
    /** Root mean square of the gap before adoption, and the standard deviation of the controls' changes from period to period. */
    misfit: number;
    noise: number;
    /** Controls and periods with weight; no period under syntheticControl. */
    controls: { unit: string; weight: number }[];
    times: { time: number; weight: number }[];
    /** Treated less synthetic path. */
    path: { time: number; gap: number }[];
  }[];
  /** Cohorts left out because fewer than two periods lie before them. */
  excluded: number[];
}

/** A comparison of two groups behind the two-way estimate (Goodman-Bacon 2021). */
export interface TwoWayComparison {
  /** treatedVsUntreated, earlierVsLater, laterVsEarlier. */
  type: string;
  /** First treated period of the cohort whose change is measured, and of its control; null for the units untreated throughout. */
  treated: number;
  control: number | null;
  weight: number;
}

export interface PolicyOutcome {
  groupTime?: Row[];
  aggregates: Row[];
  /** The one estimate the verdict is about; it stands in `aggregates` too. */
  headline?: Row;
  eventStudy: EventPoint[];
  pretrend: Test | null;
  /** Joint test of the group-time effects before adoption, beside the two-way one. */
  pretrendGroupTime?: Test;
  pretrendPower?: { slopeAt50: number | null };
  /**
   * What the look "no lead is significant at 5 %" finds and lets through, for straight violations it finds with the given power: their slope
   * per period, what it adds to the headline, and what it adds among the studies that pass.
   */
  pretest?: { power: number; slope: number; bias: number; biasAfterPassing: number; bayesFactor: number; likelihoodRatio: number }[];
  /** 95 % sets of the effect when parallel trends fail by at most m: `relativeMagnitudes` or `smoothness`. No interval: not to be had. */
  sensitivity?: { method: string; m: number; intervals: [number, number][] }[];
  /** What the sets are about: a weighted sum of the lags of this event study, those within the window. `reason` where there are none: leads or covariance. */
  sensitivityOf?: {
    estimator: string;
    estimate: number | null;
    reference: number;
    leads: number[];
    lags: { time: number; weight: number }[];
    reason: string | null;
  };
  /** Bound on relative magnitudes from which on the set reaches zero; null where it does not up to 10. */
  breakdown?: number | null;
  /** The same for the bend per period, in units of the outcome. */
  breakdownSmoothness?: number | null;
  minimumDetectable: number | null;
  smallestEffect: number | null;
  /** The two-way estimate without covariates taken apart: the estimate of every entry of the policy's `comparisons`, their weighted sum, and its distance from the estimate. */
  decomposition?: { estimates: number[]; sum: number; gap: number };
  /** Least standard deviation of the effects of treated rows with which their average is zero, or every one has the other sign, though the two-way estimate is what it is. */
  heterogeneityNeeded?: { toZero: number | null; toOtherSign: number | null };
  randomization: {
    strata: string | null;
    estimator: string;
    pValue: number;
    draws: number;
    seed: number;
    sd: number;
    statistic: number;
    histogram?: { from: number; to: number; counts: number[] };
  }[];
  synthetic?: SyntheticResult[];
  variants?: { name: string; row: Row; randomizationP?: number | null }[];
  /** The headline over the declared recipes of the outcome index. */
  indexBand?: IndexBand;
  leaveOut?: { what: string; name: string; row: Row }[];
  /** The headline with adoption dates moved `back` periods, on the periods before anybody adopted; `to` is the last of them. */
  placebos?: { back: number; to: number; row: Row; randomizationP: number | null; draws: number }[];
  /** The two-way estimate with another policy's column held fixed, one by one and all together. */
  concurrent?: { columns: string[]; row: Row }[];
  /** Average outcome by cohort and time, before any model. */
  paths: { cohort: string; time: number; mean: number | null; units: number }[];
  verdict: Verdict;
}

export interface PolicyResult {
  data: string;
  adopted: string;
  controlGroup: string;
  anticipation: number;
  estimand: string;
  expected: string;
  cohorts: { adopted: number; units: string[]; rows: number }[];
  notYetAtEnd: { adopted: number; unit: string }[];
  never: string[];
  alwaysTreated: string[];
  /** Every comparison behind the two-way estimate with its weight, from timing alone. */
  comparisons?: TwoWayComparison[];
  /** Weight of each cohort in each of its treated periods in the two-way estimate; they sum to one. */
  twoWayWeights?: { cohort: number; time: number; weight: number; rows: number }[];
  /** Sum of the negative weights the two-way estimate gives to treated cells, beside a total of 1. */
  negativeWeightShare?: number;
  outcomes: Record<string, PolicyOutcome>;
  negativeControls: { outcome: string; row: Row; randomizationP: number | null }[];
  /** What a referee looks for: eighteen points, each with why it stands as it does; other languages are made from reason and evidence. */
  checklist?: {
    id: number;
    status: "done" | "failed" | "notApplicable";
    reason: string;
    evidence: Record<string, string | number | null>;
    why: string;
    where: string;
  }[];
  conventions: Record<string, string | number>;
}

export interface DescriptiveRow {
  data: string;
  variable: string;
  rows: number;
  missing: number;
  mean: number | null;
  sd: number | null;
  min: number | null;
  p25: number | null;
  median: number | null;
  p75: number | null;
  max: number | null;
}

export interface FindingResult {
  code: string;
  severity: string;
  where: string;
  evidence: Record<string, unknown>;
  message: string;
  remedy: string;
}

export interface LedgerResult {
  data: string;
  step: number;
  reason: string;
  rows: number;
  /** What the line says, in English; other languages are made from reason and evidence. */
  detail?: string;
  evidence?: Record<string, unknown>;
  units?: string[];
  cells?: number;
}

export interface VariableResult {
  label: Text;
  role?: string;
  unit?: Text;
  kind?: string;
  definition?: Text;
  caveat?: Text;
}

export interface DataResult {
  /** Files or query as the study names them. */
  source: string;
  unit: string | null;
  time: string | null;
  rows: number;
  units: number | null;
  periods: number | null;
  from: number | null;
  to: number | null;
  unitNames: string[];
  citation?: Text;
  licence?: string;
  /** Set when the data were generated, never observed: every table and figure says so. */
  simulated?: boolean;
}

/** A table asked for by the study: which models, which terms, in which order. */
export interface TableSpec {
  title?: Text;
  models: string[];
  keep?: string[];
  drop?: string[];
  parentheses: "stdError" | "tStatistic" | "pValue";
  stars: { symbol: string; below: number }[];
  digits: number;
  notes?: Text[];
}

/** A figure asked for by the study. */
export interface FigureSpec {
  title?: Text;
  kind:
    | "eventStudy"
    | "ranking"
    | "specificationCurve"
    | "randomization"
    | "comparisons"
    | "timing"
    | "coefficients"
    | "paths"
    | "tileMap"
    | "weights"
    | "rankIntervals"
    | "heatMap"
    | "radar"
    | "inequality"
    | "density"
    | "transitions";
  /** What units are compared on in a heat map or radar. */
  of?: "indicators" | "groups";
  /** Units of a radar; default the first four of the ranking. */
  units?: string[];
  policy?: string;
  outcome?: string;
  index?: string;
  differences?: string;
  models?: string[];
  term?: string;
}

export interface Results {
  xinzhi: string;
  contract: 1;
  study: Text;
  /** The question and the estimand, printed first. */
  question?: Text;
  abstract?: Text;
  language: ("en" | "zh")[];
  hash: string;
  seed: number | null;
  variables: Record<string, VariableResult>;
  data: Record<string, DataResult>;
  descriptives: DescriptiveRow[];
  indices: Record<string, IndexResult>;
  differences?: Record<string, DifferencesResult>;
  models: Record<string, ModelResult>;
  policies: Record<string, PolicyResult>;
  tables: Record<string, TableSpec>;
  figures: Record<string, FigureSpec>;
  findings: FindingResult[];
  ledger: LedgerResult[];
}
