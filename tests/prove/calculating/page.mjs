// Computes calculators as the page does: one line of JSON {compiled, inputs} in, one line of what each came to out.
import { createInterface } from "node:readline";
import { Calculation } from "./arithmetic.js";

let compiled;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.compiled) compiled = asked.compiled;
  const answers = (asked.inputs ?? []).map((inputs) => came(compiled, inputs));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}

function came(calculator, inputs) {
  const calculation = new Calculation(calculator, inputs);
  const values = calculator.formulas.map((formula) => calculation.value(formula.key));
  for (const series of calculator.series) {
    const rows = calculation.rows(series.key);
    values.push(rows.length);
    for (const column of series.columns) values.push(rows.reduce((sum, row) => sum + row[column.key], 0), rows.at(-1)?.[column.key] ?? 0);
  }
  return values.map((value) => (Number.isFinite(value) ? value : String(value)));
}
