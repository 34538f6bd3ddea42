import { COLOR, type Figure, type Spec } from "./figure.js";
import { textWidth, wrapText } from "./textWidth.js";

/**
 * The only file that touches Vega. It is loaded when the first figure is drawn: importing Vega takes longer than drawing a report.
 */

export interface DrawnFigure {
  /** The plot alone, to stand in a page above or below its own caption. */
  inline: string;
  /** The plot with its title and subtitle above, as a file of its own. */
  svg: string;
  /** The Vega-Lite specification with data, title and look, as JSON. */
  vegaLite: string;
}

const FONT = "Helvetica Neue, Helvetica, Arial, Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif";
const TITLE_SIZE = 16;
const SUBTITLE_SIZE = 12.5;

/** The look of every figure; limits are off because a clipped label is a wrong label. */
const CONFIG: Spec = {
  background: "white",
  font: FONT,
  padding: { left: 6, right: 14, top: 8, bottom: 6 },
  view: { stroke: null },
  axis: {
    aria: false,
    labelFont: FONT,
    titleFont: FONT,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelColor: COLOR.muted,
    titleColor: COLOR.muted,
    labelLimit: 0,
    titleLimit: 0,
    labelOverlap: false,
    labelFlush: false,
    labelBound: false,
    labelPadding: 6,
    titlePadding: 10,
    gridColor: COLOR.faint,
    domainColor: COLOR.rule,
    tickColor: COLOR.rule,
    tickSize: 4,
  },
  axisY: { domain: false, ticks: false },
  axisX: { grid: false },
  legend: {
    aria: false,
    labelLimit: 0,
    titleLimit: 0,
    labelFontSize: 12,
    labelColor: COLOR.ink,
    symbolSize: 70,
    symbolOpacity: 1,
    title: null,
    orient: "top",
    direction: "horizontal",
    offset: 10,
  },
  header: { labelLimit: 0, titleLimit: 0, labelFontSize: 12 },
  title: {
    anchor: "start",
    frame: "bounds",
    fontSize: TITLE_SIZE,
    subtitleFontSize: SUBTITLE_SIZE,
    color: COLOR.ink,
    subtitleColor: COLOR.muted,
    offset: 14,
    subtitlePadding: 6,
    limit: 0,
  },
  text: { font: FONT, fontSize: 12, color: COLOR.ink, limit: 0 },
  range: {},
};

/** Width the title is broken at in the specification; the SVG file uses the drawn width. */
const TITLE_WIDTH = 640;

let loaded: ReturnType<typeof load> | undefined;

async function load() {
  const [vega, vegaLite, { expressionInterpreter }] = await Promise.all([import("vega"), import("vega-lite"), import("vega-interpreter")]);
  // Vega measures text without fonts by guesses that clip Chinese.
  const metrics = (
    vega as unknown as { textMetrics: { width: (item: { fontSize?: number; fontWeight?: string | number }, text: unknown) => number } }
  ).textMetrics;
  metrics.width = (item, text) =>
    textWidth(
      text === null || text === undefined ? "" : String(text),
      item.fontSize ?? 11,
      item.fontWeight === "bold" || Number(item.fontWeight) >= 600,
    );
  return { vega, vegaLite, interpreter: expressionInterpreter };
}

/** A logger that keeps warnings and errors, so that a figure Vega doubts never reaches a reader. */
function collecting(kept: string[]) {
  const keep = (...args: readonly unknown[]) => {
    kept.push(args.map(String).join(" "));
    return logger;
  };
  const skip = () => logger;
  const logger = { level: ((_?: number) => (_ === undefined ? 2 : logger)) as never, error: keep, warn: keep, info: skip, debug: skip };
  return logger;
}

/** Draws a figure. Throws when Vega warns about anything. Equal figures give equal bytes. */
export async function drawFigure(figure: Figure): Promise<DrawnFigure> {
  const { vega, vegaLite, interpreter } = await (loaded ??= load());
  const warnings: string[] = [];
  const logger = collecting(warnings);
  const full: Spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: figure.alt,
    config: CONFIG,
    ...figure.spec,
  };
  const compiled = vegaLite.compile(full as unknown as Parameters<typeof vegaLite.compile>[0], { logger }).spec;
  const view = new vega.View(vega.parse(compiled as never, undefined, { ast: true }), {
    expr: interpreter,
    renderer: "none",
    logger,
  } as never);
  const raw = await view.toSVG();
  view.finalize();
  if (warnings.length > 0) throw new Error(`figure ${figure.id}: ${warnings.join("; ")}`);
  const inline = dressed(raw, figure);
  const titled: Spec = {
    ...full,
    title: {
      text: wrapText(figure.title, TITLE_WIDTH, TITLE_SIZE, true),
      ...(figure.subtitle === "" ? {} : { subtitle: wrapText(figure.subtitle, TITLE_WIDTH, SUBTITLE_SIZE) }),
    },
  };
  return { inline, svg: withTitle(inline, figure), vegaLite: `${JSON.stringify(titled, null, 1)}\n` };
}

/** Ids made unique in a page (Vega counts them over all figures of a process), a title and a description for screen readers, Vega's English names of parts taken out. */
function dressed(svg: string, figure: Figure): string {
  const id = `plot-${figure.id.replace(/[^\p{L}\p{N}_-]/gu, "-")}`;
  const numbers = new Map<string, number>();
  const own = (theirs: string): string => {
    if (!numbers.has(theirs)) numbers.set(theirs, numbers.size + 1);
    return `${id}-${numbers.get(theirs)}`;
  };
  return svg
    .replace(/ xmlns:xlink="[^"]*"| version="1\.1"| class="marks"/g, "")
    .replace(/ aria-roledescription="[^"]*"| role="graphics-object"/g, "")
    .replace(/ class="(mark-[a-z]+ role-[a-z-]+[^"]*|background|foreground)"/g, "")
    .replace(/ pointer-events="none"/g, "")
    .replace(/\bid="([^"]+)"/g, (_, theirs: string) => `id="${own(theirs)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, theirs: string) => `url(#${own(theirs)})`)
    .replace(/^<svg /, `<svg role="group" aria-labelledby="${id}-title ${id}-desc" `)
    .replace(/>/, `><title id="${id}-title">${xml(figure.title)}</title><desc id="${id}-desc">${xml(figure.alt)}</desc>`);
}

/** The plot moved down to make room for its title lines, broken at the width of the picture. */
function withTitle(svg: string, figure: Figure): string {
  const size = /width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"/.exec(svg)!;
  const width = Number(size[1]);
  const height = Number(size[2]);
  const margin = 12;
  const lines: string[] = [];
  let y = margin;
  const write = (text: string, fontSize: number, bold: boolean, fill: string) => {
    for (const line of wrapText(text, width - 2 * margin, fontSize, bold)) {
      y += Math.round(fontSize * 1.3);
      lines.push(
        `<text x="${margin}" y="${y}" font-family="${FONT}" font-size="${fontSize}px"${bold ? ' font-weight="bold"' : ""} fill="${fill}">${xml(line)}</text>`,
      );
    }
  };
  write(figure.title, TITLE_SIZE, true, COLOR.ink);
  if (figure.subtitle !== "") y += 4;
  if (figure.subtitle !== "") write(figure.subtitle, SUBTITLE_SIZE, false, COLOR.muted);
  const room = y + 10;
  const start = svg.indexOf("</desc>") + "</desc>".length;
  const end = svg.lastIndexOf("</svg>");
  const head = svg.slice(0, start).replace(size[0], `width="${width}" height="${height + room}" viewBox="0 0 ${width} ${height + room}"`);
  return `${head}<rect width="${width}" height="${room}" fill="white"/>${lines.join("")}<g transform="translate(0,${room})">${svg.slice(start, end)}</g></svg>\n`;
}

function xml(text: string): string {
  // Characters XML cannot hold, even escaped, are dropped.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are meant
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
