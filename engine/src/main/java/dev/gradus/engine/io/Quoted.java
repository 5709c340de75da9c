package dev.gradus.engine.io;

/** Shows strings that come out of files in messages: a hostile one must neither flood nor steer a terminal. */
public final class Quoted {
    private static final int LONGEST = 100;

    private Quoted() {}

    /** The text between single quotes, cut where it is long; what is not printable becomes an escape. Null has no quotes. */
    public static String of(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder shown = new StringBuilder("'");
        int at = 0;
        while (at < text.length() && shown.length() <= LONGEST) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (isPrintable(point)) {
                shown.appendCodePoint(point);
            } else {
                shown.append(String.format("\\u{%x}", point));
            }
        }
        return shown.append(at < text.length() ? "…'" : "'").toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
