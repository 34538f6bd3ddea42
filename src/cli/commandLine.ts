import type { Command, CommanderError } from "commander";
import { nearest, type Problem, problem } from "../messages/main.js";

/** What commander complains about, as a coded error. */
export function commandProblem(error: CommanderError, program: Command, args: readonly string[]): Problem | Error {
  const command = program.commands.find((c) => c.name() === args[0]);
  const name = command?.name() ?? "";
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownCommand":
    case "commander.help": {
      const commands = program.commands.map((c) => c.name());
      const written = args[0] ?? "";
      return problem("CLI-COMMAND-UNKNOWN", { command: written, nearest: nearest(written, commands), commands });
    }
    case "commander.unknownOption": {
      const options = (command ?? program).options.flatMap((o) => o.long ?? []);
      return problem("CLI-OPTION-UNKNOWN", { command: name, option: quoted, nearest: nearest(quoted, options), options });
    }
    case "commander.optionMissingArgument":
      return problem("CLI-OPTION-EMPTY", { command: name, option: quoted });
    case "commander.missingArgument":
      return problem("CLI-ARGUMENT-MISSING", { command: name, argument: quoted });
    case "commander.excessArguments": {
      if (command === undefined) return commandProblem({ ...error, code: "commander.unknownCommand" } as CommanderError, program, args);
      const [expected, given] = /(\d+) arguments? but got (\d+)/.exec(error.message)?.slice(1).map(Number) ?? [1, 2];
      return problem("CLI-ARGUMENT-EXTRA", { command: name, expected: expected!, given: given! });
    }
    default:
      return error;
  }
}
