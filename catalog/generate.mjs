// Writes the catalogue that the client ships, and how far the prices of its two sources agree.
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogue, comparisons } from './entries.mjs';
import { asOf, sources } from './sources.mjs';

const CATALOGUE = new URL('../client/src/main/resources/META-INF/llm/catalog.json', import.meta.url);
const AGREEMENT = new URL('agreement.json', import.meta.url);

function lines(entries) {
	return Object.entries(entries)
		.map(([name, entry]) => `\t\t\t${JSON.stringify(name)}: ${JSON.stringify(entry)}`)
		.join(',\n');
}

function text(providers) {
	const groups = Object.entries(providers)
		.map(([name, models]) => `\t\t${JSON.stringify(name)}: {\n${lines(models)}\n\t\t}`)
		.join(',\n');
	return `{\n\t"as-of": ${JSON.stringify(asOf)},\n\t"currency": "USD",\n\t"per-tokens": 1000000,\n`
		+ `\t"sources": ${JSON.stringify(sources)},\n\t"providers": {\n${groups}\n\t}\n}\n`;
}

function agreement() {
	const reasons = JSON.parse(readFileSync(new URL('known-differences.json', import.meta.url)));
	const used = new Set();
	const providers = {};
	const differences = [];
	for (const compared of comparisons()) {
		const same = compared.prices.every((price, index) => Math.abs(price - compared.others[index]) < 1e-9);
		const count = providers[compared.provider] ??= { compared: 0, agree: 0 };
		count.compared++;
		if (same) {
			count.agree++;
			continue;
		}
		const known = reasons.find((each) => new RegExp(`^(${each.models})$`).test(compared.model));
		if (!known) {
			throw new Error(`${compared.model} costs ${compared.prices} and ${compared.others}: `
				+ 'say in known-differences.json why');
		}
		used.add(known);
		differences.push({ model: compared.model, prices: compared.prices, others: compared.others,
			reason: known.reason });
	}
	const idle = reasons.filter((each) => !used.has(each)).map((each) => each.models);
	if (idle.length > 0) {
		throw new Error(`no difference is left for ${idle}: remove them from known-differences.json`);
	}
	return { 'as-of': asOf, sources, providers, differences };
}

const agreed = agreement();
const made = catalogue();
writeFileSync(CATALOGUE, text(made));
writeFileSync(AGREEMENT, `${JSON.stringify(agreed, null, '\t')}\n`);
const count = Object.values(made).reduce((sum, models) => sum + Object.keys(models).length, 0);
console.log(`${count} models as of ${asOf}; prices differ for ${agreed.differences.length} of `
	+ `${Object.values(agreed.providers).reduce((sum, each) => sum + each.compared, 0)}`);
