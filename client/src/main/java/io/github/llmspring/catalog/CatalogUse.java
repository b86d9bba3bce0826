package io.github.llmspring.catalog;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What becomes of the shipped catalogue where the application brings one.
 */
public enum CatalogUse {

	/**
	 * It stays, and the application's entries count before its own.
	 */
	EXTEND,

	/**
	 * It is not used, unless the application's has less than half as many models: that
	 * would be a mistake more often than a wish.
	 */
	REPLACE;

	private static final Log logger = LogFactory.getLog(CatalogUse.class);

	/**
	 * Catalogue that is used.
	 * @param own the application's catalogue
	 * @param name where it was read from, for a warning
	 * @return the catalogue
	 */
	public Catalog of(Catalog own, String name) {
		Catalog shipped = Catalog.shipped();
		if (this == EXTEND) {
			return shipped.with(own);
		}
		if (own.size() * 2 < shipped.size()) {
			logger.warn("The catalogue of models " + name + " has " + own.size() + " models, less than half of the "
					+ shipped.size() + " that it should replace, so the shipped one stays in use. Let it extend the "
					+ "shipped one instead.");
			return shipped;
		}
		return own;
	}

}
