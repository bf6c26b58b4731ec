/**
 * Holds JSON against the schemas that are published with it.
 */
import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';

/** What is wrong with a text by schema/NAME.json; null without a fault. */
export function schemaErrors(name: string, text: string): unknown {
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(`schema/${name}.json`, 'utf8')) as object);
  validate(JSON.parse(text));
  return validate.errors;
}
