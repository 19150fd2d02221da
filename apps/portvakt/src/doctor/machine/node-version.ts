/** Source is run as it stands, so the Node.js that runs must take TypeScript and be the line everything is tested on. */
import { type Examined, fault, type Look, ok } from '../examine.ts';

const MAJOR_LEAST = 24;

export const lookAtNode: Look = () => Promise.resolve([judgeNode(process.versions.node)]);

export function judgeNode(version: string): Examined {
  const isOld = Number.parseInt(version, 10) < MAJOR_LEAST;
  if (isOld) return fault('Node.js', version, `Run Node.js ${MAJOR_LEAST} or later; \`npm start\` fetches it by itself.`);
  return ok('Node.js', version);
}
