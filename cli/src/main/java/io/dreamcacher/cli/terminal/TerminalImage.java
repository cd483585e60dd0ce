package io.dreamcacher.cli.terminal;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A picture in the terminal, where its protocol is known; terminals are told apart by their environment variables. */
public enum TerminalImage {
    /** kitty graphics protocol, also of Ghostty: base64 PNG in chunks of 4096, {@code f=100,a=T}. */
    KITTY {
        @Override
        public String sequence(byte[] png) {
            String data = Base64.getEncoder().encodeToString(png);
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < data.length(); at += CHUNK) {
                boolean last = at + CHUNK >= data.length();
                out.append("\u001b_G")
                        .append(at == 0 ? "f=100,a=T," : "")
                        .append("m=")
                        .append(last ? 0 : 1)
                        .append(';')
                        .append(data, at, Math.min(at + CHUNK, data.length()))
                        .append("\u001b\\");
            }
            return out.append('\n').toString();
        }
    },
    /** iTerm2 inline images, also of WezTerm: OSC 1337. */
    ITERM {
        @Override
        public String sequence(byte[] png) {
            return "\u001b]1337;File=inline=1;size=" + png.length + ":" + Base64.getEncoder().encodeToString(png)
                    + "\u0007\n";
        }
    };

    private static final int CHUNK = 4096;

    public abstract String sequence(byte[] png);

    /** The protocol of the terminal at hand; empty when it shows no pictures, or none that is known. */
    public static Optional<TerminalImage> of(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
        String program = environment.getOrDefault("TERM_PROGRAM", "").toLowerCase(Locale.ROOT);
        if (environment.containsKey("KITTY_WINDOW_ID") || term.contains("kitty") || program.equals("ghostty")) {
            return Optional.of(KITTY);
        }
        return program.equals("iterm.app") || program.equals("wezterm") ? Optional.of(ITERM) : Optional.empty();
    }
}
