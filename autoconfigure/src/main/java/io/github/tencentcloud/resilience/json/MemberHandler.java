package io.github.tencentcloud.resilience.json;

/**
 * Is told about the members that a {@link JsonScanner} watches.
 */
public interface MemberHandler {

	/**
	 * A value begins. If the same member came before, this one replaces it, whatever its
	 * type is; each element of a list is a new value.
	 * @param member whose value it is
	 * @param first the first byte of the value, which tells its type
	 * @param offset where that byte is in the body
	 */
	void started(Member member, byte first, long offset);

	/**
	 * A value has ended that is a string or a number.
	 * @param member whose value it is
	 * @param text what was kept of it, only valid during the call
	 */
	void text(Member member, CapturedText text);

	/**
	 * An object or list that is looked into has been closed.
	 * @param member whose value it is
	 * @param end the offset after its last byte
	 */
	void closed(Member member, long end);

}
