package io.dreamcacher.server.security;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names nobody can guess: whoever knows one may use what it names. */
public final class RandomNames {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomNames() {}

    /** 128 random bits in hex. */
    public static String name() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether a text from outside could be such a name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
