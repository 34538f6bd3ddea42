import type { Frame } from "../../frame/main.js";
import type { Finding } from "../../messages/main.js";
import { policyContext } from "./policyContext.js";
import { type PolicyOptions, settle } from "./settings.js";
import { timingFindings } from "./timing.js";

/**
 * What is wrong or worth knowing about a policy before any outcome is looked at: throws what `settle` and `policyContext` throw, and returns
 * the findings that timing alone gives.
 */
export function policyTiming(frame: Frame, options: PolicyOptions): Finding[] {
  const settings = settle(options);
  const { timing } = policyContext(frame, settings);
  return timingFindings(timing, settings.controlGroup, settings.anticipation, `policies.${settings.name}`, settings.time);
}
