// The services of the catalogue, by the name of the preset that connects to them, and what the two sources call
// them. `dated`: a model without a date in its name is also found with one behind it.
export const providers = {
	'openai': { models: 'openai', prices: 'openai', dated: true, not: /^(ft:|gpt-\d-\d|gpt-35|gpt-oss)/ },
	'azure-openai': { models: 'azure', prices: 'azure', dated: true },
	'anthropic': { models: 'anthropic', prices: 'anthropic', dated: true },
	'gemini': { models: 'google', prices: 'google', not: /^claude/ },
	'vertex': { models: 'google-vertex', prices: 'google', not: /^claude/ },
	'vertex-anthropic': { prices: 'google', only: /^claude/, dated: true },
	'bedrock': { models: 'amazon-bedrock', prices: 'aws', regions: true },
	'mistral': { models: 'mistral', prices: 'mistral' },
	'cohere': { prices: 'cohere' },
	'voyage': { prices: 'voyageai' },
	'deepseek': { models: 'deepseek', prices: 'deepseek' },
	'groq': { models: 'groq', prices: 'groq' },
	'xai': { models: 'xai', prices: 'x-ai' },
	'together': { models: 'together', prices: 'together' },
	'fireworks': { models: 'fireworks', prices: 'fireworks' },
	'cerebras': { models: 'cerebras', prices: 'cerebras' },
	'moonshot': { models: 'moonshotai', prices: 'moonshotai' },
	'zai': { models: 'zai', prices: 'zai' },
	'minimax': { models: 'minimax', prices: 'minimax' },
	'perplexity': { prices: 'perplexity' },
};

// What stands before the name of a model that is asked of a region, or of all of them.
export const regions = ['us', 'us-gov', 'eu', 'apac', 'au', 'jp', 'in', 'ca', 'global'];
