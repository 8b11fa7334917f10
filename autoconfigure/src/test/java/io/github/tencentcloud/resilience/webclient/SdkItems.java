package io.github.tencentcloud.resilience.webclient;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.tencentcloudapi.common.AbstractModel;
import org.jspecify.annotations.Nullable;

/**
 * Every place in the answers of the vendor's SDK where something may be told to have gone
 * wrong although the call succeeded: lists and objects, and the answer itself, that hold
 * a code or a text by a name that errors have, and lists of what failed. Versions of a
 * product count as one.
 */
public final class SdkItems {

	private static final Pattern RESPONSE = Pattern
		.compile("com/tencentcloudapi/(\\w+)/v\\d+/models/(\\w+)Response\\.class");

	private static final List<Pattern> CODES = List.of(Pattern.compile("Code"),
			Pattern.compile("(?i)\\w*(err|error|ret|return|result|fail)code"),
			Pattern.compile("(Status|Tag|Captcha|Modify|Invalid|Shield|Moderation|Detection)Code"));

	private static final List<Pattern> TEXTS = List.of(
			Pattern.compile("(?i)\\w*(err|error|fail|failed|failure)(msg|message|reason|desc|detail|info)"),
			Pattern.compile("(?i)error|reason|msg|message|(ret|return|result)(msg|message)"));

	private static final Pattern LIST_OF_FAILED = Pattern.compile("([A-Z][a-z]+)?(Fail|Err|Invalid|Illegal)\\w*");

	/** No answer of the SDK is deeper, but for models that hold themselves. */
	private static final int DEEPEST = 8;

	private SdkItems() {
	}

	public static SortedSet<Place> all() {
		SortedSet<Place> places = new TreeSet<>();
		SdkJar.classes(RESPONSE).forEach((entry) -> {
			Class<?> response = SdkJar.type(entry.group());
			if (leaves(response).stream().anyMatch((field) -> field.getName().equals("RequestId"))) {
				walk(new Place(entry.group(1), entry.group(2), ""), response, new ArrayDeque<>(), places);
			}
		});
		return places;
	}

	private static void walk(Place holder, Class<?> type, Deque<Class<?>> above, SortedSet<Place> places) {
		if (above.contains(type) || above.size() > DEEPEST) {
			return;
		}
		List<Field> leaves = leaves(type);
		Field told = first(leaves, CODES);
		told = (told != null) ? told : first(leaves, TEXTS);
		if (told == null && isListOfFailed(holder) && !leaves.isEmpty()) {
			told = leaves.get(0);
		}
		if (told != null) {
			places.add(holder.below(told));
		}
		leaves.stream()
			.filter((field) -> field.getType().isArray() && LIST_OF_FAILED.matcher(field.getName()).matches())
			.forEach((field) -> places.add(holder.below(field)));
		above.push(type);
		for (Field field : fields(type)) {
			Class<?> element = field.getType().isArray() ? field.getType().getComponentType() : field.getType();
			if (AbstractModel.class.isAssignableFrom(element)) {
				walk(holder.below(field), element, above, places);
			}
		}
		above.pop();
	}

	/** Whatever its elements hold, there is one for each that failed. */
	private static boolean isListOfFailed(Place place) {
		String name = place.path().substring(place.path().lastIndexOf('.') + 1);
		return name.endsWith("[]") && LIST_OF_FAILED.matcher(name.substring(0, name.length() - 2)).matches();
	}

	private static @Nullable Field first(List<Field> fields, List<Pattern> names) {
		return names.stream()
			.flatMap((name) -> fields.stream().filter((field) -> name.matcher(field.getName()).matches()))
			.findFirst()
			.orElse(null);
	}

	/** The fields that hold texts or numbers, or lists of them. */
	private static List<Field> leaves(Class<?> type) {
		return fields(type).stream().filter((field) -> {
			Class<?> element = field.getType().isArray() ? field.getType().getComponentType() : field.getType();
			return !AbstractModel.class.isAssignableFrom(element) && element != Boolean.class;
		}).toList();
	}

	private static List<Field> fields(Class<?> type) {
		List<Field> fields = new ArrayList<>(List.of(type.getDeclaredFields()));
		fields.removeIf((field) -> Modifier.isStatic(field.getModifiers()));
		return fields;
	}

	/**
	 * A place in the answers of an action.
	 *
	 * @param product the name of the product's package
	 * @param action the action
	 * @param path where it is, as {@code item-codes} would say
	 */
	public record Place(String product, String action, String path) implements Comparable<Place> {

		Place below(Field field) {
			String name = field.getName() + (field.getType().isArray() ? "[]" : "");
			return new Place(this.product, this.action, this.path.isEmpty() ? name : this.path + "." + name);
		}

		@Override
		public int compareTo(Place other) {
			return toString().compareTo(other.toString());
		}

		@Override
		public String toString() {
			return this.product + "\t" + this.action + "\t" + this.path;
		}

	}

}
