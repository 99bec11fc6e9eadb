using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Hosting;
using Tallydesk.People;
using Tallydesk.Storage;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>Signing in and asking for a password do the same work whoever has the address; counted, not timed.</summary>
[Collection(PeopleTests.Name)]
public sealed class SameWorkTests(DeskHost desk)
{
    /// <summary>Whose address is typed.</summary>
    public static TheoryData<string> Addresses => ["known", "invited", "disabled", "locked", "unknown", "none"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task One_hash_is_compared_and_as_much_written_whoever_has_the_address(string whose)
    {
        var address = await AddressAsync(whose);
        await using var scope = desk.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var people = services.GetRequiredService<PersonManager>();
        var counting = new CountingHasher(people.PasswordHasher);
        people.PasswordHasher = counting;
        var database = new CountingDatabase(services.GetRequiredService<Database>());
        var signIn = ActivatorUtilities.CreateInstance<SignInService>(
            services,
            people,
            (IPasswordHasher<Person>)counting,
            ActivatorUtilities.CreateInstance<SignInAttempts>(services, database),
            ActivatorUtilities.CreateInstance<UnknownSignIns>(services, database)
        );
        var http = new DefaultHttpContext { RequestServices = services };
        http.Connection.RemoteIpAddress = IPAddress.Loopback;

        Assert.Equal(SignInOutcome.Refused, await signIn.ByPasswordAsync(http, address, "not the password 1"));

        Assert.Equal(1, counting.Compared);
        // The attempt is counted, and stands in the audit.
        Assert.Equal(2, database.Written);
    }

    [Fact]
    public async Task What_visitors_ask_for_is_done_in_turn_also_behind_what_fails()
    {
        var later = desk.Services.GetRequiredService<LaterWork>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        later.Add(_ => throw new InvalidOperationException("Not this one."));
        later.Add(_ =>
        {
            done.SetResult();
            return Task.CompletedTask;
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private async Task<string> AddressAsync(string whose)
    {
        switch (whose)
        {
            case "unknown":
                return Somebody.NewAddress();
            case "none":
                return "no address";
            case "invited":
                return (await Somebody.InvitedAsync(desk)).Email;
            case "locked":
                var locked = await Somebody.AcceptedAsync(desk);
                using (var browser = new Pages.PageBrowser(desk.Address))
                {
                    for (var n = 0; n < 5; n++)
                    {
                        await locked.SignInAsync(browser, "not the password 1");
                    }
                }

                return locked.Email;
            case "disabled":
                var disabled = await Somebody.AcceptedAsync(desk);
                (await desk.Admin.PostAsync($"/v1/users/{disabled.Id}/disabling", "{}")).Must(HttpStatusCode.OK);
                return disabled.Email;
            default:
                return (await Somebody.AcceptedAsync(desk)).Email;
        }
    }

    private sealed class CountingHasher(IPasswordHasher<Person> real) : IPasswordHasher<Person>
    {
        public int Compared { get; private set; }

        public string HashPassword(Person user, string password) => real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(
            Person user,
            string hashedPassword,
            string providedPassword
        )
        {
            Compared++;
            return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
