package io.dreamcacher.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a measurement ran on. */
final class Machine {
    private static final Pattern LIBRARY = Pattern
            .compile("(lucene-core|onnxruntime|sqlite-jdbc|picocli)-(\\d[^/\\\\]*)\\.jar");

    private Machine() {}

    /** Processor, JDK, libraries and load, in two lines. */
    static String description() {
        return "%s, %d processors, load %.1f, %s %s%nJDK %s, %s".formatted(processor(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), System.getProperty("os.name"),
                System.getProperty("os.version"), System.getProperty("java.runtime.version"), libraries());
    }

    private static String libraries() {
        return LIBRARY.matcher(System.getProperty("java.class.path"))
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .collect(Collectors.joining(", "));
    }

    /** Which of the instructions that 8-bit products gain from the processor has; Linux tells. */
    static String arithmeticUnits() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return "unknown";
        }
        return Files.readAllLines(file)
                .stream()
                .filter(line -> line.startsWith("flags"))
                .limit(1)
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(flag -> flag.matches("avx2|avx512f|avx512_vnni|avx_vnni|avx512_bf16|amx_int8|amx_bf16"))
                .collect(Collectors.joining(" "));
    }

    /** Linux tells; elsewhere the architecture must do. */
    private static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        try {
            if (Files.exists(file)) {
                return Files.readAllLines(file)
                        .stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            }
        } catch (IOException e) {
            return System.getProperty("os.arch") + " (" + e.getMessage() + ")";
        }
        return System.getProperty("os.arch");
    }
}
