package io.dreamcacher.cli.commands;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version this was built as. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[]{"dreamcacher " + number()};
    }

    static String number() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/io/dreamcacher/cli/version.properties")) {
            if (in == null) {
                throw new IOException("version.properties is missing from the jar");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
