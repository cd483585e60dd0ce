package io.dreamcacher.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which IP addresses are reached alike from everywhere: those that the IANA registries of special-purpose addresses
 * (RFC 6890 and what followed) call globally reachable. IPv6 addresses with an IPv4 address inside are what that is.
 */
public final class PublicAddress {
    private static final int IPV4_BYTES = 4;

    private static final List<Block> SPECIAL = List.of(
            Block.of("00000000", 8), // this network
            Block.of("0a000000", 8), // private
            Block.of("64400000", 10), // shared by customers of a provider
            Block.of("7f000000", 8), // loopback
            Block.of("a9fe0000", 16), // link-local; metadata services of clouds
            Block.of("ac100000", 12), // private
            Block.of("c0000000", 24), // protocol assignments
            Block.of("c0000200", 24), // documentation
            Block.of("c0586300", 24), // relays of 6to4
            Block.of("c0a80000", 16), // private
            Block.of("c6120000", 15), // benchmarking
            Block.of("c6336400", 24), // documentation
            Block.of("cb007100", 24), // documentation
            Block.of("e0000000", 4), // multicast
            Block.of("f0000000", 4)); // reserved, broadcast

    /** Of IPv6 only 2000::/3 is public, and this of it is not. */
    private static final Block GLOBAL_UNICAST = Block.of("20000000000000000000000000000000", 3);
    private static final List<Block> SPECIAL_OF_IPV6 = List.of(
            Block.of("20010000000000000000000000000000", 23), // protocol assignments, Teredo
            Block.of("20010db8000000000000000000000000", 32), // documentation
            Block.of("3fff0000000000000000000000000000", 20)); // documentation

    /** Prefixes after which an IPv4 address stands: IPv4-compatible and mapped, translated, NAT64, 6to4. */
    private static final List<Block> CARRYING = List.of(
            Block.of("00000000000000000000000000000000", 96),
            Block.of("00000000000000000000ffff00000000", 96),
            Block.of("0000000000000000ffff000000000000", 96),
            Block.of("0064ff9b000000000000000000000000", 96),
            Block.of("20020000000000000000000000000000", 16));

    private PublicAddress() {}

    /** Finds the addresses of a host, as {@link InetAddress#getAllByName} does. */
    public interface Resolver {
        /** All of them; a name is judged by each. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** The first address of a host that is not public: of this machine or its network. Empty when all are. */
    public static Optional<InetAddress> near(String host, Resolver resolver) throws UnknownHostException {
        return Stream.of(resolver.addresses(host)).filter(address -> !is(address)).findFirst();
    }

    /** Whether an address is public. */
    public static boolean is(InetAddress address) {
        return is(address.getAddress());
    }

    private static boolean is(byte[] address) {
        if (address.length == IPV4_BYTES) {
            return SPECIAL.stream().noneMatch(block -> block.has(address));
        }
        return CARRYING.stream()
                .filter(block -> block.has(address))
                .findFirst()
                .map(block -> is(Arrays.copyOfRange(address, block.bits / 8, block.bits / 8 + IPV4_BYTES)))
                .orElseGet(() -> GLOBAL_UNICAST.has(address)
                        && SPECIAL_OF_IPV6.stream().noneMatch(block -> block.has(address)));
    }

    /**
     * Addresses that begin alike.
     *
     * @param prefix an address of them, all its bytes
     * @param bits how many of it count
     */
    private record Block(List<Byte> prefix, int bits) {
        static Block of(String hex, int bits) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            Byte[] boxed = new Byte[bytes.length];
            Arrays.setAll(boxed, i -> bytes[i]);
            return new Block(List.of(boxed), bits);
        }

        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ prefix.get(bit / 8)) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
