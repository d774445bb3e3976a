// What a style sheet asks of a browser, unless an earlier declaration or @supports stands in for it.
import { data, features, lacking, packages } from "./support.mjs";

const { parse, walk, generate } = packages("css-tree");
const { properties, selectors, types, "at-rules": rules } = data.css;
const UNITS = [
  [/^[dsl]v(h|w|i|b|min|max)$/, types.length.viewport_percentage_units_dynamic ?? types.length.viewport_percentage_units_small],
  [/^cq(h|w|i|b|min|max)$/, types.length.container_query_length_units],
  ...["cap", "ic", "lh", "rlh", "rcap", "rch", "rex", "ric"].map((unit) => [new RegExp(`^${unit}$`), types.length[unit]]),
];
const functions = new Map([...features(types, "css.types")].map(([path, name, compat]) => [name, [path, compat]]));

/** Yield [line, feature, lacking] for everything in `source` that the floor lacks and the sheet has no stand-in for. */
export function* inStyles(source) {
  const found = [];
  const guarded = [];
  const say = (node, path, compat) => {
    const lacks = compat ? lacking(compat) : [];
    if (lacks.length && !guarded.length) found.push([node.loc.start.line, path, lacks]);
  };
  walk(parse(source, { positions: true, parseValue: true, parseCustomProperty: false }), {
    enter(node) {
      if (node.type === "Atrule") atRule(node, say);
      if (node.type === "Atrule" && node.name === "supports") guarded.push(node);
      if (node.type.startsWith("Pseudo") && !node.name.startsWith("-")) say(node, `css.selectors.${node.name}`, selectors[node.name]?.__compat);
      if (node.type === "Feature") say(node, `css.at-rules.media.${node.name}`, rules.media[node.name]?.__compat);
      if (node.type === "Rule" && this.rule && this.rule !== node) say(node, "css.selectors.nesting", selectors.nesting.__compat);
      if (node.type === "Declaration") declaration(node, this, say, found);
    },
    leave(node) {
      if (guarded.at(-1) === node) guarded.pop();
    },
  });
  yield* found;
}

function atRule(node, say) {
  say(node, `css.at-rules.${node.name}`, rules[node.name]?.__compat);
}

/** A property, its keywords, functions and units; `100vw` is never as wide as the page where a scrollbar takes room. */
function declaration(node, { block, atrule }, say, found) {
  const name = node.property;
  if (atrule?.name === "font-face") return say(node, `css.at-rules.font-face.${name}`, rules["font-face"][name]?.__compat);
  const others = block?.children.toArray().filter((other) => other !== node && other.type === "Declaration") ?? [];
  if (others.some(({ property }) => /^-\w+-/.test(property) && property.replace(/^-\w+-/, "") === name)) return;
  say(node, `css.properties.${name}`, properties[name]?.__compat);
  const stoodIn = others.some((other) => other.property === name && other.loc.start.offset < node.loc.start.offset);
  const lacks = stoodIn ? () => {} : say;
  walk(node.value, (part) => {
    if (part.type === "Dimension" && part.unit === "vw" && Number(part.value) === 100) found.push([node.loc.start.line, "100vw", ["a page beside a scrollbar"]]);
    if (part.type === "Dimension") for (const [unit, feature] of UNITS) if (unit.test(part.unit)) lacks(node, `css.types.length, ${part.unit}`, feature?.__compat);
    if (part.type === "Identifier") lacks(node, `css.properties.${name}.${part.name}`, properties[name]?.[part.name]?.__compat);
    if (part.type === "Function" && functions.has(part.name)) lacks(node, ...functions.get(part.name));
  });
  if (node.value.type === "Raw" && /\b100vw\b/.test(generate(node.value))) found.push([node.loc.start.line, "100vw", ["a page beside a scrollbar"]]);
}
