/** Media types of text, in lower case and without parameters. */
export const TEXT_TYPES =
  /^(text\/.*|application\/(json|javascript|ecmascript|xml|yaml|x-yaml|x-javascript|x-www-form-urlencoded)|.*\+(json|xml|yaml))$/;
