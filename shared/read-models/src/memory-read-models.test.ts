import { readModelsContract } from './testing/contract.js';
import { memoryReadModels, memoryStorage } from './testing/memory-read-models.js';

readModelsContract('the model in memory', () => {
  const storage = memoryStorage();
  return { open: async () => memoryReadModels(storage), dispose: async () => undefined };
});
