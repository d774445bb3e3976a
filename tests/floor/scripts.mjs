// What a script asks of a browser: names it calls, options it passes, syntax it is written in.
import { data, features, lacking, packages } from "./support.mjs";

const acorn = packages("acorn");
const walk = packages("acorn-walk");
const { builtins, operators, classes, regular_expressions: expressions } = data.javascript;
const OBJECTS = {
  document: "Document", window: "Window", navigator: "Navigator", location: "Location", history: "History", crypto: "Crypto",
  localStorage: "Storage", sessionStorage: "Storage", performance: "Performance",
};
const PARAMETER = /^(?:(?:options?|init)_)?(\w+)_(?:parameter|option)$/;
const members = new Map();
const options = new Map(); // "fetch keepalive" → [[path, compat]]
for (const [tree, path] of [[data.api, "api"], [builtins, "javascript.builtins"]]) {
  for (const [full, name, compat] of features(tree, path)) {
    const parts = full.split(".");
    const at = parts.findIndex((part) => PARAMETER.test(part));
    if (at > 0) add(options, `${parts[at - 1]} ${PARAMETER.exec(name)?.[1] ?? name}`, full, compat);
    else if (parts.length > path.split(".").length + 1 && !name.endsWith("_event")) add(members, name.replace(/_static$/, ""), full, compat);
  }
}

function add(index, key, path, compat) {
  index.set(key, [...(index.get(key) ?? []), [path, compat]]);
}

/** Yield [line, feature, lacking] for everything in `source` that the floor lacks. */
export function* inScript(source) {
  const found = [];
  const say = (node, path, compat) => {
    const lacks = compat ? lacking(compat) : [];
    if (lacks.length) found.push([node.loc.start.line, path, lacks]);
  };
  const tree = acorn.parse(source, { ecmaVersion: "latest", sourceType: "module", locations: true, allowHashBang: true });
  walk.ancestor(tree, visitors(say, declaredIn(tree)));
  yield* found;
}

/** Names that the script declares itself: those mean what it says, not what the browser has. */
function declaredIn(tree) {
  const names = new Set();
  const pattern = (node) => {
    if (!node) return;
    if (node.type === "Identifier") names.add(node.name);
    for (const inside of [...(node.properties ?? []), ...(node.elements ?? [])]) pattern(inside?.value ?? inside?.argument ?? inside);
    pattern(node.left);
  };
  walk.full(tree, (node) => {
    if (node.type === "VariableDeclarator") pattern(node.id);
    if (/Function|Class/.test(node.type) && node.id) names.add(node.id.name);
    for (const parameter of node.params ?? []) pattern(parameter);
    if (node.local) names.add(node.local.name);
  });
  return names;
}

function visitors(say, declared) {
  const syntax = syntaxVisitors(say);
  return {
    ...syntax,
    MemberExpression(node, _state, ancestors) {
      syntax.member?.(node);
      if (node.computed || node.property.type !== "Identifier") return;
      const name = node.property.name;
      const owner = node.object.type === "Identifier" && !declared.has(node.object.name) ? OBJECTS[node.object.name] ?? node.object.name : null;
      const exact = owner && exactly(owner, name);
      if (exact) return say(node, ...exact);
      if (owner && (data.api[owner] || builtins[owner])) return;
      const candidates = members.get(name) ?? [];
      const called = ancestors.at(-2)?.type === "CallExpression" && ancestors.at(-2).callee === node;
      if (called && candidates.length && candidates.every(([, compat]) => lacking(compat).length)) say(node, ...candidates[0]);
    },
    Identifier(node) {
      if (declared.has(node.name)) return;
      const compat = data.api[node.name]?.__compat ?? builtins[node.name]?.__compat ?? data.api.Window[node.name]?.__compat;
      say(node, node.name, compat);
    },
    CallExpression: (node) => optionsOf(node, say),
    NewExpression: (node) => optionsOf(node, say),
  };
}

/** Options that a call passes in place: what they mean depends on what is called. */
function optionsOf({ callee, arguments: given }, say) {
  const called = callee.property?.name ?? callee.name;
  for (const { key, computed } of given.flatMap(({ properties }) => properties ?? [])) {
    const candidates = !computed && key ? options.get(`${called} ${key.name ?? key.value}`) ?? [] : [];
    if (candidates.length && candidates.every(([, compat]) => lacking(compat).length)) say(key, ...candidates[0]);
  }
}

function exactly(owner, name) {
  for (const [tree, path] of [[data.api, "api"], [builtins, "javascript.builtins"]]) {
    for (const key of [`${name}_static`, name]) {
      const compat = tree[owner]?.[key]?.__compat;
      if (compat) return [`${path}.${owner}.${key}`, compat];
    }
  }
  return null;
}

function syntaxVisitors(say) {
  const assignments = { "??=": "nullish_coalescing_assignment", "||=": "logical_or_assignment", "&&=": "logical_and_assignment" };
  return {
    AwaitExpression(node, _state, ancestors) {
      if (!ancestors.some(({ type }) => /Function/.test(type))) say(node, "top-level await", operators.await.top_level?.__compat);
    },
    ChainExpression: (node) => say(node, "optional chaining", operators.optional_chaining.__compat),
    LogicalExpression: (node) => node.operator === "??" && say(node, "??", operators.nullish_coalescing.__compat),
    AssignmentExpression: (node) => assignments[node.operator] && say(node, node.operator, operators[assignments[node.operator]].__compat),
    StaticBlock: (node) => say(node, "static block", classes.static?.initialization_blocks?.__compat ?? classes.static_initialization_blocks?.__compat),
    PropertyDefinition: (node) => say(node, "class field", (node.key.type === "PrivateIdentifier" ? classes.private_class_fields : classes.public_class_fields).__compat),
    ImportExpression: (node) => say(node, "import()", operators.import.__compat),
    Literal(node) {
      if (!node.regex) return;
      const { pattern, flags } = node.regex;
      if (flags.includes("v")) say(node, "flag v", builtins.RegExp.unicodeSets.__compat);
      if (flags.includes("d")) say(node, "flag d", builtins.RegExp.hasIndices.__compat);
      if (/\(\?<[=!]/.test(pattern)) say(node, "lookbehind", expressions.lookbehind_assertion.__compat);
    },
  };
}
