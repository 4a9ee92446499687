import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { checkGraph, downstreamOf, nearest } from './graph.js';

const nodes = (edges: { readonly [name: string]: string }) =>
  Object.entries(edges).map(([name, dependsOn]) => ({
    name,
    dependsOn: dependsOn === '' ? [] : dependsOn.split(' '),
  }));
const wrong = (edges: { readonly [name: string]: string }) => checkGraph(nodes(edges))?.message;

describe('the graph of a workflow', () => {
  it('may be any without a cycle', () => {
    assert.equal(wrong({ a: '', b: 'a', c: 'a', d: 'b c', alone: '' }), undefined);
    assert.equal(wrong({ d: 'b c', b: 'a', a: '', c: 'a' }), undefined);
  });
  it('names unknown nodes, and what was meant', () => {
    assert.equal(
      wrong({ train: '', eval: 'trian' }),
      'nodes.1.dependsOn: "trian" is not a node; did you mean "train"?',
    );
    assert.equal(
      wrong({ train: '', eval: 'deploy' }),
      'nodes.1.dependsOn: "deploy" is not a node; nodes are: train, eval',
    );
    assert.match(wrong({ a: 'constructor' }) ?? '', /is not a node/);
  });
  it('names cycles', () => {
    assert.equal(wrong({ train: 'eval', eval: 'train' }), 'nodes: eval -> train -> eval is a cycle');
    assert.equal(wrong({ a: 'a' }), 'nodes: a -> a is a cycle');
    assert.equal(wrong({ z: '', a: 'z c', b: 'a', c: 'b', d: 'c' }), 'nodes: a -> b -> c -> a is a cycle');
  });
  it('has no two nodes that variables could not tell apart', () => {
    const twice = checkGraph([...nodes({ a: '' }), ...nodes({ a: '' })]);
    assert.equal(twice?.message, 'nodes.1.name: a node "a" exists already');
    assert.match(wrong({ 'a-b': '', a_B: '' }) ?? '', /^nodes\.1\.name: "a_B" is too similar to "a-b"/);
  });
  it('says what follows from a node, each after what it depends on', () => {
    assert.deepEqual(downstreamOf(nodes({ d: 'b c', b: 'a', c: 'b', a: '', e: 'x', x: '' }), 'b'), [
      'b',
      'c',
      'd',
    ]);
  });
});

describe('the nearest name', () => {
  it('is one or two slips away', () => {
    assert.equal(nearest('trian', ['eval', 'train']), 'train');
    assert.equal(nearest('Train', ['eval', 'train']), 'train');
    assert.equal(nearest('merg', ['merge', 'emerge']), 'merge');
    assert.equal(nearest('deploy', ['eval', 'train']), undefined);
    assert.equal(nearest('x', ['y', 'z']), undefined);
    assert.equal(nearest('', ['y']), undefined);
  });
});
