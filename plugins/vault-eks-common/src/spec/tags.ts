import { z } from 'zod/v3';
import { TAG_PREFIX } from './names';

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** AWS takes fifty tags a thing; ours and a Name come first. */
const MOST_TAGS = 40;

/** Further tags. Source of the rules: "Tag naming limits and requirements" in the AWS tagging guide. */
export const tags = z
  .record(z.string().max(256, 'tags: a value has at most 256 characters'))
  .default({})
  .superRefine((given, ctx) => {
    const refuse = (message: string) =>
      ctx.addIssue({ code: z.ZodIssueCode.custom, message });
    const keys = Object.keys(given);
    if (keys.length > MOST_TAGS) {
      refuse(`tags: use at most ${MOST_TAGS}`);
    }
    const twins = keys.filter((key, i) =>
      keys.slice(0, i).some(k => k.toLowerCase() === key.toLowerCase()),
    );
    if (twins.length > 0) {
      refuse(
        `tags: IAM takes keys that differ in case only for the same key; leave out ${twins.join(
          ', ',
        )} or its twin`,
      );
    }
    for (const key of keys) {
      if (!key || key.length > 128) {
        refuse(`tags: the key "${key.slice(0, 40)}" needs 1 to 128 characters`);
      } else if (/^aws:/i.test(key)) {
        refuse(`tags: "${key}" begins with aws:, which AWS reserves`);
      } else if (key.startsWith(TAG_PREFIX)) {
        refuse(
          `tags: "${key}" begins with ${TAG_PREFIX}, which marks ownership`,
        );
      } else if (!CHARACTERS.test(key) || !CHARACTERS.test(given[key])) {
        refuse(
          `tags: "${key}" or its value has a character that AWS refuses; use letters, digits, spaces and _.:/=+-@`,
        );
      }
    }
  })
  .describe('Further tags for everything on AWS that is made');
