using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>Runs a program and reports startup failures in one sentence.</summary>
public static class Startup
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>The program's own exit code, or 1 after a sentence on the error output.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> program)
    {
        try
        {
            return await program();
        }
        catch (Exception failure) when (Sentence(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>The message to the operator about a failure; null for a bug, which is shown as is.</summary>
    public static string? Sentence(Exception failure) =>
        failure switch
        {
            StartupException => failure.Message,
            OptionsValidationException wrong => string.Join(' ', wrong.Failures),
            IOException { InnerException: SocketException or { InnerException: SocketException } } => failure.Message,
            AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                "A port is already in use. Check Cluster:SiloPort and Cluster:GatewayPort.",
            AggregateException { InnerExceptions: [var only] } => Sentence(only),
            OrleansConfigurationException => failure.Message,
            { InnerException: { } inner } when failure is OrleansException => Sentence(inner),
            _ => null,
        };
}
