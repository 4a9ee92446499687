/**
 * ESLint rule: a number in the message of a refusal is also in its details, so that clients can say it in any language.
 * Looks at `reject(code, message, field, details)` whose message is a template, or a constant that is one.
 */

export const rejectionNumbers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      missing: 'The message has a number: give it in the details too, the fourth argument of reject().',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    const number = checker.getNumberType();
    const isNumber = (node) =>
      checker.isTypeAssignableTo(checker.getNonNullableType(services.getTypeAtLocation(node)), number);
    // `many(3, 'job')` is "3 jobs"
    const hasNumber = (node) =>
      isNumber(node) || (node.type === 'CallExpression' && node.arguments.some((each) => isNumber(each)));
    const templateOf = (node) => {
      if (node.type !== 'Identifier') return node;
      const variable = context.sourceCode
        .getScope(node)
        .references.find(({ identifier }) => identifier === node);
      const [definition] = variable?.resolved?.defs ?? [];
      return definition?.node.type === 'VariableDeclarator' ? (definition.node.init ?? node) : node;
    };
    return {
      'CallExpression[callee.name="reject"]'(call) {
        const [, message, , details] = call.arguments;
        if (details || !message) return;
        const template = templateOf(message);
        if (template.type === 'TemplateLiteral' && template.expressions.some(hasNumber))
          context.report({ node: call, messageId: 'missing' });
      },
    };
  },
};
