// What a page's markup asks of a browser: elements, attributes and the kinds of links.
import { data, lacking } from "./support.mjs";

const { elements, global_attributes: everywhere } = data.html;
const TAG = /<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;

/** Yield [line, feature, lacking] for everything in `source` that the floor lacks. */
export function* inPage(source) {
  for (const { 1: tag, 2: attributes, index } of source.matchAll(TAG)) {
    const line = source.slice(0, index).split("\n").length;
    for (const [path, compat] of asked(tag, attributes)) {
      const lacks = compat ? lacking(compat) : [];
      if (lacks.length) yield [line, path, lacks];
    }
  }
}

function* asked(tag, attributes) {
  yield [`html.elements.${tag}`, elements[tag]?.__compat];
  for (const [, name, value = ""] of attributes.matchAll(ATTRIBUTE)) {
    const own = elements[tag]?.[name];
    yield [`html.elements.${tag}.${name}`, (own ?? everywhere[name])?.__compat];
    if (tag !== "meta") for (const word of value.split(" ")) if (own?.[word]) yield [`html.elements.${tag}.${name}.${word}`, own[word].__compat];
  }
}
