/** Words of an error, as the end of a sentence. */
export const sentence = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith(".") ? text : `${text}.`;
};
