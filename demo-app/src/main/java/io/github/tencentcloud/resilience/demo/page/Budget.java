package io.github.tencentcloud.resilience.demo.page;

/**
 * What is left of the retry budget of a product.
 *
 * @param product the product
 * @param tokens what is left
 * @param full what it was at its fullest; a budget begins full
 */
record Budget(String product, int tokens, int full) {

	double share() {
		return (this.full > 0) ? (double) this.tokens / this.full : 0;
	}

}
