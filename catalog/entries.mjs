// Entries of the catalogue, in its own words, from what the two packages tell.
import { providers, regions } from './providers.mjs';
import { base, models, priced, priceOf } from './sources.mjs';

const DATE = /[-@](\d{4}-\d{2}-\d{2}|\d{8})$/;

/** Models whose tokens are not those of text, so that the price of text would be wrong for them. */
const OTHER_TOKENS = /audio|realtime|transcribe|tts|image|live|whisper|sonic|speech|ocr|moderation/;

/** What is charged besides tokens that are counted: the price of those alone would be too low. */
const MORE_THAN_TOKENS = ['requests_kcount', 'output_citation_mtok'];

/** A price of 0 in the packages means that nothing is told, or that nothing of the kind is charged. */
const positive = (price) => (price > 0 ? price : undefined);

function priceOfModel(cost) {
	if (!positive(cost.input) && !positive(cost.output)) {
		return undefined;
	}
	const one = (prices) => ({
		'input': prices.input,
		'output': prices.output,
		'cached-input': positive(prices.cacheRead),
		'cache-write': positive(prices.cacheWrite),
	});
	const tiers = (cost.tiers ?? []).map((tier) => ({ above: tier.inputTokensAbove, ...one(tier) }));
	return { ...one(cost), ...(tiers.length > 0 ? { tiers } : {}) };
}

const KEYS = { 'input': 'input_mtok', 'output': 'output_mtok', 'cached-input': 'cache_read_mtok',
	'cache-write': 'cache_write_mtok', 'reasoning': 'output_reasoning_mtok' };

function priceFromPrices(prices) {
	const more = MORE_THAN_TOKENS.some((key) => prices[key] !== undefined);
	if (prices.input_mtok === undefined || more) {
		return undefined;
	}
	const at = (price, start) => (price !== null && typeof price === 'object'
		? price.tiers.reduce((known, tier) => (tier.start <= start ? tier.price : known), price.base) : price);
	const one = (start) => Object.fromEntries(Object.entries(KEYS)
		.map(([name, key]) => [name, at(prices[key], start)]));
	const starts = [...new Set(Object.values(KEYS).flatMap((key) => prices[key]?.tiers ?? []).map((tier) => tier.start))];
	const tiers = starts.sort((a, b) => a - b).map((start) => ({ above: start, ...one(start) }));
	return { ...one(-1), ...(tiers.length > 0 ? { tiers } : {}) };
}

/** The window, unless it is only where the next tier of prices begins; then what another service says of the model. */
function context(model, elsewhere) {
	const told = [model.contextWindow, elsewhere.get(model.id) ?? 0]
		.filter((window) => window > 0 && window !== model.cost.tiers?.[0]?.inputTokensAbove);
	return told.length > 0 ? Math.max(...told) : undefined;
}

function fromModel(model, elsewhere) {
	const vision = model.input.includes('image');
	const capabilities = ['tools', ...(vision ? ['vision'] : []), ...(model.reasoning ? ['reasoning'] : [])];
	const lacks = [...(vision ? [] : ['vision']), ...(model.reasoning ? [] : ['reasoning'])];
	return {
		'context-tokens': context(model, elsewhere),
		'output-tokens': positive(model.maxTokens),
		capabilities,
		'lacks': lacks.length > 0 ? lacks : undefined,
		'rejects': model.compat?.supportsTemperature === false ? ['temperature'] : undefined,
		'price': priceOfModel(model.cost),
	};
}

const withoutRegion = (id) => {
	const region = regions.find((word) => id.startsWith(`${word}.`));
	return region ? { region, id: id.slice(region.length + 1) } : { id };
};

/** Entries that say the same of one model in several regions become one. */
function joinRegions(entries) {
	const joined = new Map();
	for (const [id, entry] of entries) {
		const place = withoutRegion(id);
		const key = `${place.id} ${JSON.stringify(entry)}`;
		const group = joined.get(key) ?? { entry, id: place.id, names: [] };
		group.names.push(place);
		joined.set(key, group);
	}
	const result = new Map();
	for (const group of joined.values()) {
		const prefixed = group.names.filter((name) => name.region).map((name) => name.region).sort();
		if (group.names.some((name) => !name.region)) {
			result.set(group.id, { ...group.entry, ...(prefixed.length > 0 ? { regions: prefixed } : {}) });
		} else {
			const [first, ...others] = prefixed.map((region) => `${region}.${group.id}`);
			result.set(first, { ...group.entry, ...(others.length > 0 ? { aliases: others } : {}) });
		}
	}
	return result;
}

/** Entries with a date that say what the one without says anyway are left out. */
function joinDates(entries) {
	const result = new Map();
	for (const [id, entry] of entries) {
		const undated = entries.get(id.replace(DATE, ''));
		if (!DATE.test(id) || JSON.stringify(undated) !== JSON.stringify(entry)) {
			result.set(id, DATE.test(id) ? entry : { ...entry, dated: true });
		}
	}
	return result;
}

function names(match) {
	const parts = match.or ?? [match];
	return parts.flatMap((part) => [part.equals, part.starts_with]).filter((name) => name !== undefined);
}

/** Models that only the second package knows. */
function pricedOnly(service, known) {
	const result = new Map();
	const covered = new Set(service.regions
		? models(service.models).map((model) => priceOf(service.prices, model.id)?.entry) : []);
	for (const model of priced(service.prices)) {
		if (OTHER_TOKENS.test(model.id) || covered.has(model.id) || (service.only && !service.only.test(model.id))
				|| (service.not && service.not.test(model.id))) {
			continue;
		}
		const found = priceOf(service.prices, names(model.match)[0] ?? model.id);
		const price = found?.entry === model.id ? priceFromPrices(found.price) : undefined;
		if (!price && !model.context_window) {
			continue;
		}
		const candidates = service.regions ? inRegions(model.id) : [model.id, ...names(model.match)];
		const own = [...new Set(candidates)].filter((name) => name.includes('/') === model.id.includes('/')
			&& !service.not?.test(name) && !known(name) && !result.has(name) && priceOf(service.prices, name)?.entry === model.id);
		if (own.length === 0) {
			continue;
		}
		const [first, ...aliases] = own;
		result.set(first, {
			'context-tokens': known(model.id) ? undefined : model.context_window,
			price,
			...(aliases.length > 0 ? { aliases } : {}),
		});
	}
	return result;
}

function inRegions(id) {
	const plain = id.replace(/^(regional|global)\./, '');
	return id.startsWith('global.') ? [id] : [plain, `us.${plain}`];
}

function entriesOf(service, elsewhere) {
	let entries = new Map();
	for (const model of service.models ? models(service.models) : []) {
		entries.set(model.id, fromModel(model, elsewhere));
	}
	const all = new Set(entries.keys());
	const known = (name) => all.has(name) || (service.dated && all.has(name.replace(DATE, '')));
	entries = service.regions ? joinRegions(entries) : entries;
	const others = pricedOnly(service, known);
	for (const [id, entry] of others) {
		entries.set(id, entry);
	}
	return service.dated ? joinDates(entries) : entries;
}

/** Windows that any of the services tells of a model. */
function windows() {
	const known = new Map();
	for (const service of Object.values(providers).filter((each) => each.models)) {
		for (const model of models(service.models)) {
			if (model.contextWindow !== model.cost.tiers?.[0]?.inputTokensAbove) {
				known.set(model.id, Math.max(model.contextWindow, known.get(model.id) ?? 0));
			}
		}
	}
	return known;
}

export function catalogue() {
	const elsewhere = windows();
	const result = {};
	for (const [name, service] of Object.entries(providers)) {
		result[name] = Object.fromEntries([...entriesOf(service, elsewhere)].sort(([a], [b]) => (a < b ? -1 : 1)));
	}
	return result;
}

/** Prices of the first package beside those of the second, where both know a model of a service. */
export function comparisons() {
	const result = [];
	for (const [name, service] of Object.entries(providers).filter(([, each]) => each.models)) {
		for (const model of models(service.models)) {
			const other = priceOf(service.prices, model.id);
			if (other !== null && other.price.input_mtok !== undefined) {
				result.push({ model: `${name}/${model.id}`, provider: name,
					prices: [model.cost.input, model.cost.output],
					others: [base(other.price.input_mtok), base(other.price.output_mtok)] });
			}
		}
	}
	return result;
}
