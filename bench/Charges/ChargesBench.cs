using System.Security.Cryptography;
using Npgsql;
using Tallydesk.Bench.Load;
using Tallydesk.Bench.Machine;
using Tallydesk.Tests.Support;

namespace Tallydesk.Bench.Charges;

/// <summary>Compares Tallydesk's charges with the baseline's on one PostgreSQL, and sets SQLite beside them.</summary>
internal static class ChargesBench
{
    /// <summary>Measures, prints the report, and writes it to <c>bench/results/charges.md</c>.</summary>
    public static async Task<int> RunAsync(ChargesOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("tallydesk-bench-");
        try
        {
            var report = await MeasureAsync(options, folder.FullName);
            await Reports.WriteAsync("charges.md", report);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(ChargesOptions options, string folder)
    {
        var token = $"tdk_bench_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var subjects = new Subjects(options.Accounts, token, folder);
        await using var postgres = await PostgresServer.StartAsync();
        await using var load = new LoadClient();
        var (version, postmaster) = await AskAsync(postgres.ConnectionString("postgres"));
        var runner = new SliceRunner(load, options, token, postmaster);
        var measured = new List<Measurement>();

        await Console.Out.WriteLineAsync("On PostgreSQL: filling, then warming up.");
        await using (var tallydesk = await subjects.TallydeskAsync(await postgres.CreateDatabaseAsync()))
        await using (var baseline = await subjects.BaselineAsync(await postgres.CreateDatabaseAsync()))
        {
            measured.AddRange(await TakeTurnsAsync(runner, options, tallydesk, baseline));
        }

        await Console.Out.WriteLineAsync("On SQLite: filling, then warming up.");
        await using (var tallydesk = await subjects.TallydeskOnSqliteAsync())
        {
            measured.AddRange(await TakeTurnsAsync(runner, options, tallydesk));
        }

        return new ChargesReport(options, version, runner, measured).Write();
    }

    private static async Task<IEnumerable<Measurement>> TakeTurnsAsync(
        SliceRunner runner,
        ChargesOptions options,
        params Subject[] subjects
    )
    {
        foreach (var subject in subjects)
        {
            await runner.WarmUpAsync(subject);
        }

        var slices = new List<(Load Load, string Subject, Slice Slice)>();
        foreach (var workload in Enum.GetValues<Workload>())
        {
            foreach (var connections in options.ConnectionCounts)
            {
                for (var round = 0; round < options.Rounds; round++)
                {
                    foreach (var subject in subjects)
                    {
                        var slice = await runner.MeasureAsync(subject, workload, connections, subjects);
                        slices.Add((new(workload, connections), subject.Name, slice));
                    }
                }
            }
        }

        return slices
            .GroupBy(one => (one.Load, one.Subject), one => one.Slice)
            .Select(group => new Measurement(group.Key.Load, group.Key.Subject, [.. group]));
    }

    /// <summary>PostgreSQL's version and its first process, the parent of every backend.</summary>
    private static async Task<(string Version, int Postmaster)> AskAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var ask = database.CreateCommand("SELECT current_setting('server_version'), pg_backend_pid()");
        await using var answer = await ask.ExecuteReaderAsync();
        await answer.ReadAsync();
        return (answer.GetString(0).Split(' ')[0], CpuTimes.ParentOf(answer.GetInt32(1)));
    }
}
