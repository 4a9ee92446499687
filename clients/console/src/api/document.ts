/** The text of an operation, with the types of what it takes and gives. Written by `npm run generate`. */
export interface Document<Result, Variables> {
  readonly text: string;
  /** Only in types. */
  readonly types?: (variables: Variables) => Result;
}

export const document = <Result, Variables>(text: string): Document<Result, Variables> => ({ text });
