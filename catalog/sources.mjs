// What the two packages tell of models, as they tell it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { calcPrice, findProvider } from '@pydantic/genai-prices';

const require = createRequire(import.meta.url);
const pinned = JSON.parse(readFileSync(new URL('package.json', import.meta.url))).dependencies;

function folder(name) {
	return join(dirname(require.resolve('./package.json')), 'node_modules', name);
}

function installed(name) {
	const found = JSON.parse(readFileSync(join(folder(name), 'package.json')));
	if (found.version !== pinned[name]) {
		throw new Error(`${name} is ${found.version} and should be ${pinned[name]}: install anew`);
	}
	return { package: name, version: found.version, licence: found.license };
}

export const sources = Object.keys(pinned).map(installed);

const data = join(folder('@earendil-works/pi-ai'), 'dist', 'providers', 'data');
const manifest = JSON.parse(readFileSync(join(data, '.manifest.json')));

export const asOf = manifest.generatedAt.slice(0, 10);

/** Chat models of a service: facts and prices. */
export function models(service) {
	const file = readFileSync(join(data, `${service}.json`));
	if (createHash('sha256').update(file).digest('hex') !== manifest.files[`${service}.json`]) {
		throw new Error(`${service}.json is not what its manifest says: install anew`);
	}
	return Object.values(JSON.parse(file)).flatMap((byName) => Object.values(byName))
		.filter((model) => model.type === 'chat');
}

/** Models of a service with prices only, vectors among them. */
export function priced(service) {
	return findProvider({ providerId: service }).models;
}

/** Price of a model of a service on the day of the catalogue, and the entry that it comes from. */
export function priceOf(service, model) {
	const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, model,
		{ providerId: service, timestamp: new Date(`${asOf}T12:00:00Z`) });
	return found && found.provider.id === findProvider({ providerId: service }).id
		? { entry: found.model.id, price: found.model_price } : null;
}

/** Base of a price, whose tiers are of no interest. */
export function base(price) {
	return price !== null && typeof price === 'object' ? price.base : price;
}
