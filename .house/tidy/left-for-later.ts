/** Nothing is left for later in the code: what is missing is an issue, not a comment. */
import { isCode } from '../tree/files.ts';
import { finding } from '../tree/finding.ts';
import { eachLine, type Rule } from './rule.ts';

const MARKS = /\b(TO(?:DO)|FIX(?:ME)|X(?:XX)|HA(?:CK))\b|\bnot (?:yet )?(?:implemented)\b|\bplaceholder (?:implementation)\b/;

export const leftForLater: Rule = ({ tree }) =>
  eachLine(tree, tree.files.filter(isCode), (line, file, number) => {
    const mark = MARKS.exec(line)?.[0];
    return mark === undefined
      ? undefined
      : finding(file, number, `"${mark}" leaves work behind`, 'do it now, or open an issue and take the note out');
  });
