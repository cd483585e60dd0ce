package io.dreamcacher.embedded;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Where the platform keeps what can be made again. */
final class CacheFolder {
    private CacheFolder() {}

    /** {@code DREAMCACHER_CACHE}, else XDG, macOS's or Windows' usual place. */
    static Path usual(Map<String, String> environment, Properties properties) {
        String explicit = environment.getOrDefault("DREAMCACHER_CACHE", "");
        if (!explicit.isEmpty()) {
            return Path.of(explicit);
        }
        Path home = Path.of(properties.getProperty("user.home"));
        String system = properties.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return home.resolve("Library/Caches/dreamcacher");
        }
        if (system.startsWith("windows")) {
            return Path.of(environment.getOrDefault("LOCALAPPDATA", home.resolve("AppData/Local").toString()))
                    .resolve("dreamcacher")
                    .resolve("cache");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg)).resolve("dreamcacher");
    }
}
