import type { Entry } from "./define.js";
import { cliMessages } from "./families/cli.js";
import { dataMessages } from "./families/data.js";
import { differencesMessages } from "./families/differences.js";
import { differencesFindingMessages } from "./families/differencesFindings.js";
import { expressionMessages } from "./families/expression.js";
import { gmmMessages } from "./families/gmm.js";
import { indexMessages } from "./families/index.js";
import { indexAuditMessages } from "./families/indexAudit.js";
import { indexBandMessages } from "./families/indexBand.js";
import { indexCatalogueMessages } from "./families/indexCatalogue.js";
import { indexMakingMessages } from "./families/indexMaking.js";
import { indexWeightMessages } from "./families/indexWeights.js";
import { interruptedMessages } from "./families/interrupted.js";
import { ivMessages } from "./families/iv.js";
import { matrixMessages } from "./families/matrices.js";
import { modelMessages } from "./families/model.js";
import { panelMessages } from "./families/panel.js";
import { panelModelMessages } from "./families/panelModels.js";
import { policyMessages } from "./families/policy.js";
import { policyStudyMessages } from "./families/policyStudy.js";
import { ppmlMessages } from "./families/ppml.js";
import { readingMessages } from "./families/reading.js";
import { sensitivityMessages } from "./families/sensitivity.js";
import { studyMessages } from "./families/study.js";

/** Every error and finding of the product. `xinzhi explain`, the docs page of codes and the test that every code is reached read this table. */
export const codes = {
  ...cliMessages,
  ...dataMessages,
  ...differencesMessages,
  ...differencesFindingMessages,
  ...expressionMessages,
  ...gmmMessages,
  ...indexMessages,
  ...indexAuditMessages,
  ...indexBandMessages,
  ...indexCatalogueMessages,
  ...indexMakingMessages,
  ...indexWeightMessages,
  ...interruptedMessages,
  ...ivMessages,
  ...matrixMessages,
  ...modelMessages,
  ...panelMessages,
  ...panelModelMessages,
  ...policyMessages,
  ...policyStudyMessages,
  ...ppmlMessages,
  ...readingMessages,
  ...sensitivityMessages,
  ...studyMessages,
};

export type Code = keyof typeof codes;

/** The type of a code's evidence. */
export type Evidence<C extends Code> = (typeof codes)[C] extends Entry<infer E> ? E : never;
