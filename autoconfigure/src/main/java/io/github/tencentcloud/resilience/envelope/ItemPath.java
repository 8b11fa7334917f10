package io.github.tencentcloud.resilience.envelope;

import java.util.Set;
import java.util.regex.Pattern;

import io.github.tencentcloud.resilience.json.Member;

/**
 * Where in {@code Response} the codes of single items are: names with dots in between,
 * and {@code []} after a list, for example {@code SendStatusSet[].Code} or
 * {@code ReportConversionStatus.Code}.
 */
public final class ItemPath {

	private static final String LIST = "[]";

	private static final String NAME = "[A-Za-z0-9_-]+(\\[])?";

	private static final Pattern SYNTAX = Pattern.compile(NAME + "(\\." + NAME + ")*");

	/** What the envelope itself reads. */
	private static final Set<String> TAKEN = Set.of("Error", "RequestId");

	/** In bytes; longer than any code that exists, even with escaped characters. */
	private static final int LONGEST_CODE = 256;

	private final String text;

	private final Member first;

	private final Member response;

	private final Member root;

	private ItemPath(String text) {
		this.text = text;
		this.first = member(text.split("\\."), 0);
		this.response = EnvelopeMembers.response(this.first);
		this.root = EnvelopeMembers.root(this.response);
	}

	/**
	 * Read a path.
	 * @param text the path
	 * @return the path
	 * @throws IllegalArgumentException if it is not a path; the message is a sentence
	 * that says why
	 */
	public static ItemPath of(String text) {
		if (!SYNTAX.matcher(text).matches()) {
			throw new IllegalArgumentException("This is not a path to the codes of items.");
		}
		String first = text.split("[.\\[]", 2)[0];
		if (first.equals("Response")) {
			throw new IllegalArgumentException("A path starts below Response.");
		}
		if (TAKEN.contains(first)) {
			throw new IllegalArgumentException("'" + first + "' is about the whole call and not about its items.");
		}
		return new ItemPath(text);
	}

	/** An envelope in which the codes are watched. */
	Member root() {
		return this.root;
	}

	Member response() {
		return this.response;
	}

	/** The member of {@code Response} in which the codes are, or which is one. */
	Member first() {
		return this.first;
	}

	private static Member member(String[] names, int index) {
		String name = names[index];
		boolean list = name.endsWith(LIST);
		String plain = list ? name.substring(0, name.length() - LIST.length()) : name;
		String own = list ? "" : plain;
		Member value = (index + 1 < names.length) ? Member.object(own, member(names, index + 1))
				: Member.text(own, LONGEST_CODE);
		return list ? Member.list(plain, value) : value;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ItemPath path && this.text.equals(path.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
