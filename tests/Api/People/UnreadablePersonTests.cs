using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Storage;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.People;

/// <summary>A person whose secrets can't be decrypted, as after a restore without the key ring.</summary>
public sealed class UnreadablePersonTests : IAsyncLifetime
{
    private DeskHost desk = null!;

    [Fact]
    public async Task They_stop_nobody_else_can_not_sign_in_and_are_back_by_an_invitation()
    {
        var person = await Somebody.AcceptedAsync(desk);
        await using (var connection = await desk.Services.GetRequiredService<Database>().OpenWriteAsync())
        {
            await connection.ExecuteAsync("UPDATE people SET body = 'damaged' WHERE id = @Id", new { person.Id });
        }

        Assert.Contains(person.Email, (await desk.Admin.GetAsync("/v1/users?limit=100")).Must(HttpStatusCode.OK).Body);
        using var browser = new PageBrowser(desk.Address);
        var unknown = await browser.SubmitAsync("/sign-in", "/sign-in", ("email", "a@b.example"), ("password", "x"));
        Assert.Equal(unknown.Status, (await person.SignInAsync(browser)).Status);
        (await desk.Admin.PostAsync($"/v1/users/{person.Id}/disabling")).Must(HttpStatusCode.OK);
        Assert.Equal("damaged", await BodyAsync(person.Id));
        (await desk.Admin.PostAsync($"/v1/users/{person.Id}/enabling")).Must(HttpStatusCode.OK);

        (await desk.Admin.PostAsync($"/v1/users/{person.Id}/invitation")).Must(HttpStatusCode.OK);
        var link = await new Mailbox(desk).LinkAsync(person.Email, count: 2);
        (string, string)[] proved = [("proof", link.Split("proof=")[1]), ("password", Somebody.Password)];
        Assert.Equal("/sign-in?done=password", (await browser.SubmitAsync(link, link.Split('?')[0], proved)).Location);
        Assert.Equal(HttpStatusCode.Redirect, (await person.SignInAsync(browser)).Status);
    }

    public async Task InitializeAsync() => desk = await DeskHost.StartAsync(DeskHost.Unlimited);

    public Task DisposeAsync() => desk.DisposeAsync();

    private async Task<string?> BodyAsync(string id)
    {
        await using var connection = await desk.Services.GetRequiredService<Database>().OpenReadAsync();
        return await connection.ExecuteScalarAsync<string>("SELECT body FROM people WHERE id = @id", new { id });
    }
}
