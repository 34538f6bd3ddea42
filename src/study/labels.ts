import type { Language } from "../messages/main.js";
import type { Text, VariableResult } from "../results/main.js";

/** Text in one language, English where the other is not there. */
export const inLanguage = (text: Text, language: Language): string => (typeof text === "string" ? text : (text[language] ?? text.en));

/** How a verdict calls an outcome: its label and unit in the language, or its name. */
export function verdictLabels(
  variables: Readonly<Record<string, VariableResult>>,
  outcome: string,
  language: Language,
): { outcome: string; unit: string | null } {
  const variable = Object.hasOwn(variables, outcome) ? variables[outcome]! : undefined;
  return {
    outcome: variable === undefined ? outcome : inLanguage(variable.label, language),
    unit: variable?.unit === undefined ? null : inLanguage(variable.unit, language),
  };
}
