using System.Globalization;
using System.Runtime.InteropServices;

namespace Tallydesk.Bench.Machine;

/// <summary>What of a machine matters to a figure.</summary>
internal static class MachineName
{
    /// <summary>Cores, memory, operating system and runtime.</summary>
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {MemoryGiB()} GiB, {SystemName()}, {RuntimeInformation.FrameworkDescription}";

    private static long MemoryGiB()
    {
        var total = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return (long)Math.Round(long.Parse(total, CultureInfo.InvariantCulture) / 1024.0 / 1024.0);
    }

    private static string SystemName() =>
        File.ReadLines("/etc/os-release")
            .First(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))
            .Split('=')[1]
            .Trim('"');
}
