using System.Globalization;

namespace Tallydesk.Bench.Machine;

/// <summary>Processor seconds used since the machine started, as <c>/proc</c> counts them.</summary>
/// <param name="Application">By the service under load.</param>
/// <param name="Database">By PostgreSQL: the server, its backends, and those that have ended.</param>
/// <param name="Bench">By the bench itself: load, this process, and the services that are not under load.</param>
/// <param name="All">By everybody on the machine, the kernel's interrupts left out.</param>
/// <param name="Stolen">Taken by other virtual machines.</param>
internal sealed record CpuTimes(double Application, double Database, double Bench, double All, double Stolen)
{
    // The kernel's unit for these files on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Reads the counters now.</summary>
    /// <param name="application">The service under load.</param>
    /// <param name="postmaster">PostgreSQL's first process; 0 when there is none.</param>
    /// <param name="bench">All other processes of the bench.</param>
    public static CpuTimes Read(int application, int postmaster, IEnumerable<int> bench)
    {
        var machine = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(
            Own(application),
            postmaster == 0 ? 0 : Server(postmaster),
            bench.Sum(Own) + Own(Environment.ProcessId),
            Seconds(machine[1]) + Seconds(machine[2]) + Seconds(machine[3]),
            Seconds(machine[8])
        );
    }

    /// <summary>What was used from one reading to a later one.</summary>
    public static CpuTimes operator -(CpuTimes later, CpuTimes earlier) =>
        new(
            later.Application - earlier.Application,
            later.Database - earlier.Database,
            later.Bench - earlier.Bench,
            later.All - earlier.All,
            later.Stolen - earlier.Stolen
        );

    /// <summary>What others took from the measurement.</summary>
    public double Foreign => Math.Max(0, All - Application - Database - Bench) + Stolen;

    /// <summary>The process that started another; 0 when that has ended.</summary>
    public static int ParentOf(int process) =>
        Fields(process) is { } f ? int.Parse(f[1], CultureInfo.InvariantCulture) : 0;

    private static double Own(int process) => Fields(process) is { } f ? Seconds(f[11]) + Seconds(f[12]) : 0;

    // A parent's count of its ended children keeps a backend's time when it ends within a measurement.
    private static double Server(int postmaster) =>
        Fields(postmaster) is { } f
            ? Own(postmaster) + Seconds(f[13]) + Seconds(f[14]) + ChildrenOf(postmaster).Sum(Own)
            : 0;

    private static IEnumerable<int> ChildrenOf(int parent)
    {
        var children = $"/proc/{parent}/task/{parent}/children";
        return File.ReadAllText(children)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));
    }

    /// <summary>The fields of <c>/proc/[pid]/stat</c> from the third on; the second may hold spaces.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // Ended since it was listed.
            return null;
        }
    }

    private static double Seconds(string ticks) => long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond;
}
