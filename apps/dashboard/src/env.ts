import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
  PORTVAKT_DESK_ORIGIN: {
    description:
      'Where the desk answers while the pages are developed apart from it, e.g. http://localhost:8080. Unused where both run in one process.',
    schema: (value: string | undefined) => value,
  },
});
