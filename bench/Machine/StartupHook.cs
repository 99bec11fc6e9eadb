using System.Diagnostics.CodeAnalysis;
using System.IO.Pipes;
using Tallydesk.Bench.Machine;

// The runtime looks for this name without a namespace (DOTNET_STARTUP_HOOKS), and runs it before the program's Main.
[SuppressMessage("Design", "MA0047", Justification = "The runtime prescribes the name.")]
internal static class StartupHook
{
    /// <summary>Answers over a pipe how many bytes the process has allocated, or uses. It costs nothing while nobody asks.</summary>
    public static void Initialize()
    {
        var pipe = Environment.GetEnvironmentVariable(Allocations.PipeVariable)!;
        new Thread(() => Answer(pipe)) { IsBackground = true, Name = "allocations" }.Start();
    }

    private static void Answer(string pipe)
    {
        using var server = new NamedPipeServerStream(pipe, PipeDirection.InOut);
        while (true)
        {
            server.WaitForConnection();
            try
            {
                var bytes =
                    server.ReadByte() == Allocations.InUse
                        ? GC.GetTotalMemory(forceFullCollection: true)
                        : GC.GetTotalAllocatedBytes();
                server.Write(BitConverter.GetBytes(bytes));
            }
            catch (IOException)
            {
                // Whoever asked has gone; the measured service goes on.
            }

            server.Disconnect();
        }
    }
}
